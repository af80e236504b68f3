import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type LimitRow, limitColumns } from './lock-limits.ts';

// Locks limits by name, in the order of their ids as every other lock of several does. Served by
// concurrency_limit_name_unique.
export const lockNamedLimits = async (db: Db, names: readonly string[]): Promise<LimitRow[]> => {
  const { rows } = await sql<LimitRow>`
    select ${limitColumns} from concurrency_limit l
    where l.name = any(${[...names]}::text[])
    order by l.id
    for no key update of l`.execute(db);
  return rows;
};
