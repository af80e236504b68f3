import { isLoopback } from './host.ts';

const hostOf = (origin: string): string | null => {
  try {
    return new URL(origin).hostname.replace(/^\[|\]$/g, '');
  } catch {
    return null;
  }
};

/**
 * Whether a page of this origin may call Prefect's REST: one of this machine on any port, or one that the setting lists; `*`
 * lets every page in.
 */
export const isAllowedOrigin = (origin: string, { corsOrigins }: { corsOrigins: string }): boolean => {
  const listed = corsOrigins.split(',').map((one) => one.trim());
  if (listed.includes('*') || listed.includes(origin)) return true;
  const host = hostOf(origin);
  return listed.includes('loopback') && host !== null && isLoopback(host);
};
