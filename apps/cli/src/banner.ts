import type { Database } from './database.ts';
import type { LocalServer } from './local-server.ts';

/** `✓ runner      4 slots, flows: hello`: something is there now. */
export const banner = (what: string, about: string): string => `✓ ${what.padEnd(10)}  ${about}`;

export const databaseBanner = ({ about, startMs }: Database): string =>
  `✓ ${about}${startMs === null ? '' : `      ${(startMs / 1000).toFixed(1)} s`}`;

/** Names only what answers. */
export const serverBanner = ({ url, hasDashboard }: LocalServer): string =>
  banner('server', `${url}  (${hasDashboard ? 'dashboard, ' : ''}tRPC /trpc, REST /api)`);
