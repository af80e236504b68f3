import { isRightPassword } from '../../http/api-key.ts';
import { parseMessage } from './message.ts';
import type { Session } from './session.ts';

export type Opening = {
  apiKey: string | undefined;
  /** The client has offered the subprotocol; without it, it is an old one that does not say who it is. */
  offered: boolean;
  /** Without the subprotocol nobody is let in; every refusal has this reason. */
  strict?: { reason: string };
};

/** Refused for what was said, or not said. */
const policyViolation = 1008;
/** How long a client may take to say who it is. */
const openingMs = 10_000;

/** The key alone, or after the name of a user: what Prefect's clients send as Basic credentials elsewhere. */
const isRight = (token: string, apiKey: string): boolean =>
  isRightPassword(`Basic ${Buffer.from(token).toString('base64')}`, apiKey);

const refusalOf = (text: string, apiKey: string | undefined): string | null => {
  const { type, token } = parseMessage(text);
  if (type !== 'auth') return "Expected 'auth' message";
  if (apiKey === undefined) return null;
  if (typeof token !== 'string' || token === '') return 'Auth required but no token provided';
  return isRight(token, apiKey) ? null : 'Invalid token';
};

/** Lets a client in, or closes the socket with the reason why not. */
export const open = async (session: Session, { apiKey, offered, strict }: Opening): Promise<boolean> => {
  const refuse = (reason: string): false => {
    session.close(policyViolation, strict?.reason ?? reason);
    return false;
  };
  if (!offered) {
    if (strict === undefined && apiKey === undefined) return true;
    return refuse("'prefect' subprotocol required when auth is configured");
  }
  const late = setTimeout(() => refuse('no authentication came in time'), openingMs);
  const text = await session.nextText();
  clearTimeout(late);
  if (text === null) return false;
  const refusal = refusalOf(text, apiKey);
  if (refusal !== null) return refuse(refusal);
  await session.send([JSON.stringify({ type: 'auth_success' })]);
  return true;
};
