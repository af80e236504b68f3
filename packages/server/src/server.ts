import { type Clock, type Logger, runLoop } from '@carillon/process';
import { sql } from 'kysely';
import type { ServerConfig } from './config.ts';
import type { Services } from './context.ts';
import { dbOf } from './database/db.ts';
import { migrateDatabase } from './database/migrate.ts';
import { hasTrigrams } from './filters/trigrams.ts';
import { isLoopback } from './http/host.ts';
import { serveHttp } from './http/serve.ts';
import { duties } from './loops/index.ts';
import { openServices } from './services.ts';

export type RunningServer = {
  url: string;
  services: Services;
  /** Stops accepting, ends streams and loops, lets calls under way end, closes the database's connections. */
  stop: () => Promise<void>;
};

export type ServerOptions = {
  config: ServerConfig;
  /** A PostgreSQL 15 or newer; its tables are brought up to date first. */
  databaseUrl: string;
  log: Logger;
  clock?: Clock;
};

const startLoops = (services: Services): { stop: () => Promise<void> } => {
  const controller = new AbortController();
  const loops = duties.map(({ name, everySeconds, pass }) =>
    runLoop(
      {
        name,
        everyMs: everySeconds(services.config) * 1000,
        jitter: 0.1,
        signal: controller.signal,
        clock: services.clock,
        log: services.log,
      },
      () => pass(services),
    ),
  );
  return {
    stop: async () => {
      controller.abort(new Error('the server is stopping'));
      await Promise.all(loops.map((loop) => loop.done));
    },
  };
};

/** Starts a server: tables, services, loops, HTTP. Rejects with words when an address or the database cannot be had. */
export const startServer = async ({
  config,
  databaseUrl,
  log,
  clock,
}: ServerOptions): Promise<RunningServer> => {
  if (!isLoopback(config.host) && config.apiKey === undefined) {
    throw new Error(
      `listening on ${config.host} lets other machines in, which needs an API key: set CARILLON_API_KEY (16 characters or more)`,
    );
  }
  await migrateDatabase(databaseUrl);
  const { services, beginStop, close } = await openServices({
    config,
    databaseUrl,
    log,
    ...(clock !== undefined && { clock }),
  });
  try {
    const db = dbOf(services.orm.em.fork());
    if (!(await hasTrigrams(db))) {
      log.warn('pg_trgm is not in this database: `like` filters on names read one row after another');
    }
    const { rows } = await sql<{
      version: string;
    }>`select current_setting('server_version') as version`.execute(db);
    const listening = await serveHttp(services, {
      host: config.host,
      port: config.port,
      graceMs: config.shutdownSeconds * 500,
    });
    const loops = startLoops(services);
    log.info({ url: listening.url, postgresql: rows[0]?.version }, 'server started');
    return {
      url: listening.url,
      services,
      stop: async () => {
        await loops.stop();
        beginStop();
        await listening.close();
        await close();
        log.info('server stopped');
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
};
