import path from 'node:path';
import type { Logger } from '@carillon/process';
import { Client } from 'pg';
import { claimFolder } from './claim-folder.ts';
import { prepareData, superuser } from './data-folder.ts';
import { prepareHome } from './home-folder.ts';
import { clearLeftovers } from './leftovers.ts';
import { choosePort } from './port.ts';
import { launchPostmaster, type Postmaster } from './postmaster.ts';
import { prepareBinaries } from './prepare-binaries.ts';
import { chooseRunAs } from './run-as.ts';

export type EmbeddedPostgresOptions = {
  /** Holds everything of this server; made if it is not there. Its parent is what messages call it by. */
  folder: string;
  log: Logger;
  /** Ends a start that is under way. A running server is ended by `stop`. */
  signal?: AbortSignal;
  /** Further settings of PostgreSQL, as in postgresql.conf. */
  settings?: Readonly<Record<string, string>>;
};

export type EmbeddedPostgres = AsyncDisposable & {
  /** With the password; of the database `carillon`. */
  url: string;
  port: number;
  /** As in `18.4`. */
  version: string;
  /** How long the start took, in milliseconds. */
  startMs: number;
  /** Resolves when the server has ended, asked to or not. */
  ended: Promise<void>;
  /** Ends open transactions, stops the server and gives the folder free. Once is enough, twice does no harm. */
  stop(): Promise<void>;
};

const database = 'carillon';
const duplicateDatabase = '42P04';
const noSuchDatabase = '3D000';
const portAttempts = 3;

const defaults: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  shared_buffers: '128MB',
  max_connections: '200',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  // Failed statements reach whoever sent them; here they would only be noise.
  log_min_messages: 'log',
};

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

const query = async (url: string, sql: string): Promise<void> => {
  const client = new Client({
    connectionString: url,
    application_name: 'carillon start',
    connectionTimeoutMillis: 5000,
  });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
};

const ensureDatabase = async (urlOf: (name: string) => string): Promise<void> => {
  try {
    await query(urlOf(database), 'select 1');
  } catch (error) {
    if (!hasCode(error, noSuchDatabase)) throw error;
    await query(urlOf('postgres'), `create database ${database}`).catch((raced) => {
      if (!hasCode(raced, duplicateDatabase)) throw raced;
    });
  }
};

/** A port found free may be taken before PostgreSQL has it. */
const launchOnFreePort = async (
  home: string,
  launch: (port: number) => Promise<Postmaster>,
): Promise<{ port: number; postmaster: Postmaster }> => {
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(home);
    try {
      return { port, postmaster: await launch(port) };
    } catch (error) {
      const taken = error instanceof Error && error.message.includes('Address already in use');
      if (!taken || attempt === portAttempts) throw error;
    }
  }
};

const calledBy = (folder: string): string => {
  const parent = path.dirname(path.resolve(folder));
  const relative = path.relative(process.cwd(), parent);
  return relative === '' || relative.startsWith('..') ? parent : relative;
};

/**
 * Starts the PostgreSQL that comes with the package, on 127.0.0.1 only, with the data of its folder; the first time it
 * makes them. The server ends with this process, however that ends. As root it runs as another user (`run-as.ts`).
 *
 * Throws EmbeddedPostgresError, with words for the user, when the folder is in use or the platform has no PostgreSQL.
 */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const { folder, log, signal, settings = {} } = options;
  const began = performance.now();
  const runAs = await chooseRunAs(path.join(folder, 'data'));
  const home = await prepareHome(path.resolve(folder), runAs);
  const claim = await claimFolder(home, calledBy(folder));
  let running: Postmaster | undefined;
  try {
    const { postgres, initdb, version } = await prepareBinaries(home, runAs);
    await clearLeftovers(path.join(home, 'data'), log);
    const durable = settings.fsync !== 'off';
    const { data, password } = await prepareData(home, { postgres, initdb, version }, { runAs, durable });
    signal?.throwIfAborted();

    const { port, postmaster } = await launchOnFreePort(home, (candidate) =>
      launchPostmaster({
        postgres,
        data,
        port: candidate,
        settings: { ...defaults, ...settings },
        runAs,
        log,
        signal,
      }),
    );
    running = postmaster;
    const urlOf = (name: string): string => `postgres://${superuser}:${password}@127.0.0.1:${port}/${name}`;
    await ensureDatabase(urlOf);

    const stop = async (): Promise<void> => {
      await postmaster.stop();
      await claim.release();
    };
    return {
      url: urlOf(database),
      port,
      version,
      startMs: performance.now() - began,
      ended: postmaster.ended,
      stop,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await running?.stop();
    await claim.release();
    throw error;
  }
};
