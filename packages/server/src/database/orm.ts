import { Migrator } from '@mikro-orm/migrations';
import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { types } from 'pg';
import { entities } from '../entities/index.ts';
import { releaseLostConnections } from './lost-connections.ts';
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

/** Opens no connection: the first query does. */
export const createOrm = ({
  url,
  poolMax = 16,
  statementTimeoutSeconds = 30,
  name = 'carillon',
}: OrmOptions): Promise<Orm> =>
  MikroORM.init({
    clientUrl: url,
    entities: [...entities],
    extensions: [Migrator],
    forceUtcTimezone: true,
    pool: { min: 0, max: poolMax },
    // What goes wrong reaches the caller as an error; the library's own log would say it twice.
    logger: () => {},
    driverOptions: {
      types: rowTypes,
      application_name: name,
      statement_timeout: statementTimeoutSeconds * 1000,
      connectionTimeoutMillis: 5000,
      keepAlive: true,
      onPoolCreated: releaseLostConnections,
    },
    migrations: { tableName: 'carillon_migration', migrationsList: migrations, snapshot: false },
  });
