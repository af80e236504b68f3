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
 * Rows that were restored from another cluster name transactions of that one. Those of the future would be told as news once this
 * one comes so far, and not before; no row that is seen is of a transaction that is not over. Lines of log have no index by
 * transaction, and are looked through where other rows have shown that this is a restored database.
 */
const forgetOtherTransactions = async (client: Client): Promise<void> => {
  const forget = async (table: string): Promise<number> => {
    const { rowCount } = await client.query(
      `update ${table} set transaction_id = 0
        where transaction_id >= (select pg_snapshot_xmax(pg_current_snapshot())::text::bigint)`,
    );
    return rowCount ?? 0;
  };
  const found = (await forget('flow_run_state')) + (await forget('event')) + (await forget('client_event'));
  if (found > 0) await forget('log');
};

/**
 * Brings the database's tables to the present. Safe with several servers at once: one migrates, the others wait for it.
 * Throws, in words, when it cannot be reached, is older than PostgreSQL 15, or its role may not create tables.
 */
export const migrateDatabase = async (url: string): Promise<void> => {
  const lock = new Client({ connectionString: url, application_name: 'carillon migrate' });
  await lock.connect().catch((error: unknown) => {
    const at = `${lock.host}:${lock.port}`;
    throw new Error(`the database at ${at} cannot be reached: ${reasonOf(error)}`, { cause: error });
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
    await forgetOtherTransactions(lock);
  } finally {
    // The lock goes with its session.
    await lock.end();
  }
};
