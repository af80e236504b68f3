import type { Logger, Shutdown } from '@carillon/process';
import { type ServerConfig, startServer } from '@carillon/server';
import { type Database, openDatabase } from './database.ts';

export type LocalServerOptions = {
  config: ServerConfig;
  log: Logger;
  /** Ends the server, then its database. */
  shutdown: Shutdown;
  /** Told as soon as the database answers. */
  onDatabase?: (database: Database) => void;
};

/** Database and server in this process; answers the server's address. What was begun is ended when it rejects. */
export const startLocalServer = async ({
  config,
  log,
  shutdown,
  onDatabase = () => {},
}: LocalServerOptions): Promise<string> => {
  try {
    const database = await openDatabase(config, { log, signal: shutdown.signal });
    shutdown.onShutdown('database', database.stop);
    onDatabase(database);
    const server = await startServer({ config, databaseUrl: database.url, log });
    shutdown.onShutdown('server', server.stop);
    return server.url;
  } catch (error) {
    // Told to end in the middle of a start, whatever fails is no news; the signal's handler ends the process.
    if (shutdown.signal.aborted) return new Promise(() => {});
    await shutdown.stop();
    throw error;
  }
};
