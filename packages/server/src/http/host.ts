import { isIP } from 'node:net';

/** Addresses and the one name of this machine that no other machine reaches; a name that only begins like one is none. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** The name of a Host header, without port and brackets; null when it is not one. */
const nameOf = (header: string): string | null => {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^\s:/@[\]]+))(?::\d{1,5})?$/i.exec(header);
  return (match?.[1] ?? match?.[2] ?? null)?.toLowerCase() ?? null;
};

/**
 * Whether a Host header is one of ours. A page that points its own name at this machine (DNS rebinding) is told apart by
 * that name; an address cannot be so abused, so a server that listens beyond loopback answers to every address.
 */
export const isKnownHost = (
  header: string | undefined,
  { host, allowedHosts }: { host: string; allowedHosts: string },
): boolean => {
  const name = nameOf(header ?? '');
  if (name === null) return false;
  if (isLoopback(name) || name === host.toLowerCase()) return true;
  if (!isLoopback(host) && isIP(name) !== 0) return true;
  return allowedHosts
    .split(',')
    .map((allowed) => allowed.trim().toLowerCase())
    .includes(name);
};

/** A browser names the page that calls; only pages of this server itself are answered. */
export const isOwnOrigin = (origin: string | undefined, host: string | undefined): boolean =>
  origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
