import type { Logger, Shutdown } from '@carillon/process';
import { type ServerConfig, startServer } from '@carillon/server';
import { dashboardFolder } from './dashboard.ts';
import { type Database, openDatabase } from './database.ts';

export type LocalServerOptions = {
  config: ServerConfig;
  log: Logger;
  /** Ends the server, then its database. */
  shutdown: Shutdown;
  /** Told as soon as the database answers. */
  onDatabase?: (database: Database) => void;
};

export type LocalServer = { url: string; hasDashboard: boolean };

/** Database and server in this process. What was begun is ended when it rejects. */
export const startLocalServer = async ({
  config,
  log,
  shutdown,
  onDatabase = () => {},
}: LocalServerOptions): Promise<LocalServer> => {
  const failed = new AbortController();
  const signal = AbortSignal.any([shutdown.signal, failed.signal]);
  const given = config.dashboardFolder;
  const dashboard = given === undefined ? dashboardFolder({ log, signal }) : Promise.resolve(given);
  try {
    const database = await openDatabase(config, { log, signal: shutdown.signal });
    shutdown.onShutdown('database', database.stop);
    onDatabase(database);
    const folder = await dashboard;
    const server = await startServer({
      config: { ...config, ...(folder !== undefined && { dashboardFolder: folder }) },
      databaseUrl: database.url,
      log,
    });
    shutdown.onShutdown('server', server.stop);
    return { url: server.url, hasDashboard: folder !== undefined };
  } catch (error) {
    // Told to end in the middle of a start, whatever fails is no news; the signal's handler ends the process.
    if (shutdown.signal.aborted) return new Promise(() => {});
    failed.abort();
    await Promise.all([shutdown.stop(), dashboard]);
    throw error;
  }
};
