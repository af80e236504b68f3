import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type LimitRow = {
  id: string;
  name: string;
  limit: number;
  active: boolean;
  slot_decay_per_second: number;
  average_occupancy_seconds: number;
};

export const limitColumns = sql.raw(
  'l.id, l.name, l."limit", l.active, l.slot_decay_per_second, l.average_occupancy_seconds',
);

// Locks limits in the order of their ids, so that of all who would take a slot one counts at a time; who counts later, in a
// statement of its own, sees what was taken before. Runs are locked before limits, everywhere. Served by the primary key.
export const lockLimits = async (db: Db, ids: readonly string[]): Promise<LimitRow[]> => {
  if (ids.length === 0) return [];
  const { rows } = await sql<LimitRow>`
    select ${limitColumns} from concurrency_limit l
    where l.id = any(${[...ids]}::uuid[])
    order by l.id
    for no key update of l`.execute(db);
  return rows;
};
