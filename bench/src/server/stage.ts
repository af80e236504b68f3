import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLogger, systemClock } from '@carillon/process';
import {
  appRouter,
  migrateDatabase,
  openServices,
  type Services,
  serverConfig,
  startEmbeddedPostgres,
} from '@carillon/server';
import { Client, Pool } from 'pg';

export type Stage = AsyncDisposable & {
  services: Services;
  caller: ReturnType<typeof appRouter.createCaller>;
  /** The database's address. */
  url: string;
  /** A connection of its own, for what is measured as plain SQL. */
  sql: Client;
  /** Connections for plain SQL that many ask at once. */
  pool: Pool;
};

/** A PostgreSQL as the server runs it, with its tables; gone when disposed of. */
export const openStage = async (): Promise<Stage> => {
  const stack = new AsyncDisposableStack();
  const log = createLogger({ level: 'error' });
  const folder = await mkdtemp(path.join(tmpdir(), 'carillon-bench-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ folder: path.join(folder, 'postgres'), log });
  stack.defer(() => postgres.stop());
  await migrateDatabase(postgres.url);
  const config = serverConfig.parse({ schedulerBatch: 1000, statementTimeoutSeconds: 600 });
  const { services, close } = await openServices({
    config,
    databaseUrl: postgres.url,
    log,
    clock: systemClock,
  });
  stack.defer(close);
  const sql = new Client({ connectionString: postgres.url });
  await sql.connect();
  stack.defer(() => sql.end());
  const pool = new Pool({ connectionString: postgres.url });
  stack.defer(() => pool.end());
  return {
    services,
    url: postgres.url,
    sql,
    pool,
    caller: appRouter.createCaller({ services, actor: null }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
};

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

export const millisecondsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
};
