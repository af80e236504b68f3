import { Migrator } from '@mikro-orm/migrations';
import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { Pool, types } from 'pg';
import { entities } from '../entities/index.ts';
import { LossProofDialect } from './dialect.ts';
import { migrations } from './migrations/index.ts';

export type Orm = MikroORM;
export type { EntityManager };

const int8 = 20;
const timestamptz = 1184;

/** Rows give Dates for instants and numbers for counts; nothing here outgrows 2^53. */
const rowTypes = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary' && oid === int8) return Number;
    if (format !== 'binary' && oid === timestamptz) return (text: string) => new Date(text);
    return types.getTypeParser(oid, format);
  },
};

export type OrmOptions = {
  url: string;
  /** Connections at most. */
  poolMax?: number;
  /** No statement may take longer, in seconds. */
  statementTimeoutSeconds?: number;
  /** What `pg_stat_activity` calls these connections. */
  name?: string;
};

const openPool = ({
  url,
  poolMax = 16,
  statementTimeoutSeconds = 30,
  name = 'carillon',
}: OrmOptions): Pool => {
  const pool = new Pool({
    connectionString: url,
    types: rowTypes,
    min: 0,
    max: poolMax,
    application_name: name,
    statement_timeout: statementTimeoutSeconds * 1000,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
  });
  // A connection that breaks off is told by whatever was asked of it; unheard, the event would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => void client.on('error', () => {}));
  return pool;
};

/** Opens no connection: the first query does. */
export const createOrm = (options: OrmOptions): Promise<Orm> =>
  MikroORM.init({
    clientUrl: options.url,
    entities: [...entities],
    extensions: [Migrator],
    forceUtcTimezone: true,
    // What goes wrong reaches the caller as an error; the library's own log would say it twice.
    logger: () => {},
    driverOptions: () => new LossProofDialect({ pool: openPool(options) }),
    migrations: { tableName: 'carillon_migration', migrationsList: migrations, snapshot: false },
  });
