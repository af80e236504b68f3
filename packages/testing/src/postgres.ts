import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLogger } from '@carillon/process';
import { migrateDatabase, startEmbeddedPostgres } from '@carillon/server';
import { Client } from 'pg';

/** What tests are told: where to make databases, what to copy them from, and how to name them. */
export type TestPostgres = { adminUrl: string; template: string; prefix: string };

export type TestCluster = TestPostgres & { stop(): Promise<void> };

const namePrefix = 'carillon_test_';
const folderPrefix = 'carillon-test-';

// A test's database is thrown away, so nothing has to reach the disk.
const hasty = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

const removeLeftFolders = async (): Promise<void> => {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(folderPrefix) || isRunning(Number(name.slice(folderPrefix.length)))) continue;
    // One of another user's runs is not ours to remove.
    await rm(path.join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
  }
};

type Started = { url: string; stop(): Promise<void> };

const startOwn = async (): Promise<Started> => {
  await removeLeftFolders();
  const folder = path.join(tmpdir(), `${folderPrefix}${process.pid}`);
  const server = await startEmbeddedPostgres({
    folder: path.join(folder, 'postgres'),
    log: createLogger({ level: 'error' }),
    settings: hasty,
  });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Databases of runs that are gone: a run has a connection for as long as it lasts, named like its databases. */
const dropLeftDatabases = async (admin: Client): Promise<void> => {
  const { rows } = await admin.query<{ datname: string }>(
    `select datname from pg_database
     where starts_with(datname, $1) and not exists (
       select from pg_stat_activity where starts_with(pg_database.datname, application_name) and starts_with(application_name, $1))`,
    [namePrefix],
  );
  for (const { datname } of rows) await admin.query(`drop database if exists ${datname} with (force)`);
};

const databaseUrl = (server: string, database: string): string => {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
};

/** A PostgreSQL for one run of the tests, that of `url` or one of our own, with a migrated template to copy. */
export const startTestCluster = async (url: string | undefined): Promise<TestCluster> => {
  const server: Started = url === undefined ? await startOwn() : { url, stop: async () => {} };
  const prefix = `${namePrefix}${randomBytes(4).toString('hex')}_`;
  const template = `${prefix}template`;
  const admin = new Client({ connectionString: server.url, application_name: prefix });
  const stop = async (): Promise<void> => {
    try {
      await admin.query(`drop database if exists ${template} with (force)`);
    } finally {
      await admin.end();
      await server.stop();
    }
  };
  try {
    await admin.connect();
    await dropLeftDatabases(admin);
    await admin.query(`create database ${template}`);
    await migrateDatabase(databaseUrl(server.url, template));
    // A database that someone is connected to cannot be copied.
    await admin.query(`alter database ${template} allow_connections false`);
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
  return { adminUrl: server.url, template, prefix, stop };
};
