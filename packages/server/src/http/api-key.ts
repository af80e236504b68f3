import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares in constant time, whatever the lengths. */
const isSame = (sent: string, apiKey: string): boolean => timingSafeEqual(digest(sent), digest(apiKey));

const bearerOf = (authorization: string | undefined): string =>
  /^Bearer\s+(.+)$/i.exec(authorization ?? '')?.[1] ?? '';

/** What Basic credentials hold: `user:password`. */
const credentialsOf = (authorization: string | undefined): string => {
  const [, base64] = /^Basic\s+([A-Za-z0-9+/=_-]+)$/i.exec(authorization ?? '') ?? [];
  return base64 === undefined ? '' : Buffer.from(base64, 'base64').toString('utf8');
};

/** Whether a Bearer token is the key. */
export const isRightKey = (authorization: string | undefined, apiKey: string): boolean =>
  isSame(bearerOf(authorization), apiKey);

/** Whether a token, or the password of Basic credentials, or these as a whole, are the key. */
export const isRightPassword = (authorization: string | undefined, apiKey: string): boolean => {
  const credentials = credentialsOf(authorization);
  const password = credentials.slice(credentials.indexOf(':') + 1);
  // All three are compared, so that the time tells nothing of which it was.
  return [bearerOf(authorization), password, credentials].filter((sent) => isSame(sent, apiKey)).length > 0;
};
