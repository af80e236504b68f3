import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type LockedRow, lockedColumns, lockedTables } from '../orchestrated-run.ts';

// Locks many runs in the order of their ids, so that of two who lock the same ones one waits, and reads all that the rules ask
// about them; those that are gone are left out. Served by the primary keys.
export const lockRuns = async (db: Db, ids: readonly string[]): Promise<LockedRow[]> => {
  const { rows } = await sql<LockedRow>`
    select ${lockedColumns} from ${lockedTables}
    where r.id = any(${[...ids]}::uuid[])
    order by r.id
    for update of r`.execute(db);
  return rows;
};
