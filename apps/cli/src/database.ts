import path from 'node:path';
import type { Logger } from '@carillon/process';
import { type ServerConfig, startEmbeddedPostgres } from '@carillon/server';
import { keepAlive } from './keep-alive.ts';

/** `startMs`: null for one that was there already. */
export type Database = { url: string; about: string; startMs: number | null; stop: () => Promise<void> };

/** The database of `DATABASE_URL`, or one of our own in the data folder, which is started again when it dies. */
export const openDatabase = async (
  config: ServerConfig,
  { log, signal }: { log: Logger; signal: AbortSignal },
): Promise<Database> => {
  if (config.databaseUrl !== undefined) {
    return {
      url: config.databaseUrl,
      about: 'PostgreSQL of DATABASE_URL',
      startMs: null,
      stop: async () => {},
    };
  }
  const folder = path.join(config.dataFolder, 'postgres');
  const start = () => startEmbeddedPostgres({ folder: path.resolve(folder), log, signal });
  const first = await start();
  const kept = keepAlive(first, {
    log,
    signal,
    again: async () => {
      const next = await start();
      if (next.url === first.url) return next;
      // The server holds the first address; whoever starts it anew finds the other one.
      log.error('the port of the embedded database was taken meanwhile; ending');
      process.exit(1);
    },
  });
  return {
    url: first.url,
    about: `PostgreSQL ${first.version} (embedded, ${folder})`,
    startMs: first.startMs,
    stop: kept.stop,
  };
};
