import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type LockedRow, lockedColumns, lockedTables } from '../orchestrated-run.ts';

// Locks those of these runs that nobody else holds and reads all that the rules ask about them. Served by the primary key.
export const lockRunsIfFree = async (db: Db, ids: readonly string[]): Promise<LockedRow[]> => {
  if (ids.length === 0) return [];
  const { rows } = await sql<LockedRow>`
    select ${lockedColumns} from ${lockedTables}
    where r.id = any(${[...ids]}::uuid[])
    order by r.id
    for update of r skip locked`.execute(db);
  return rows;
};
