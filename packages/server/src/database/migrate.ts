import { Client } from 'pg';
import { createOrm } from './orm.ts';

/** Any number that no other program of this database uses; the name behind it is "carillon". */
const lockKey = 0x63_61_72_69;

/** A name with several addresses fails once for each, and says nothing itself. */
const reasonOf = (error: unknown): string => {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
};

/**
 * Brings the database's tables to the present. Safe with several servers at once: one migrates, the others wait for it.
 * Throws, in words, when it cannot be reached, is older than PostgreSQL 15, or its role may not create tables.
 */
export const migrateDatabase = async (url: string): Promise<void> => {
  const lock = new Client({ connectionString: url, application_name: 'carillon migrate' });
  await lock.connect().catch((error: unknown) => {
    throw new Error(`the database cannot be reached: ${reasonOf(error)}`, { cause: error });
  });
  try {
    const { rows } = await lock.query<{ version: number; name: string }>(
      "select current_setting('server_version_num')::int as version, current_setting('server_version') as name",
    );
    const [server] = rows;
    if (server !== undefined && server.version < 150_000) {
      throw new Error(`PostgreSQL 15 or newer is needed; this server is ${server.name}`);
    }
    await lock.query('select pg_advisory_lock($1)', [lockKey]);
    const orm = await createOrm({ url, poolMax: 2, statementTimeoutSeconds: 3600, name: 'carillon migrate' });
    try {
      await orm.migrator.up();
    } finally {
      await orm.close();
    }
  } finally {
    // The lock goes with its session.
    await lock.end();
  }
};
