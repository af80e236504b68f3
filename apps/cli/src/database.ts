import path from 'node:path';
import type { Logger } from '@carillon/process';
import { type ServerConfig, startEmbeddedPostgres } from '@carillon/server';

export type Database = { url: string; about: string; startMs: number; stop: () => Promise<void> };

/** The database of `DATABASE_URL`, or one of our own in the data folder. */
export const openDatabase = async (config: ServerConfig, log: Logger): Promise<Database> => {
  if (config.databaseUrl !== undefined) {
    return { url: config.databaseUrl, about: 'PostgreSQL of DATABASE_URL', startMs: 0, stop: async () => {} };
  }
  const folder = path.join(config.dataFolder, 'postgres');
  const postgres = await startEmbeddedPostgres({ folder: path.resolve(folder), log });
  return {
    url: postgres.url,
    about: `PostgreSQL ${postgres.version} (embedded, ${folder})`,
    startMs: postgres.startMs,
    stop: () => postgres.stop(),
  };
};
