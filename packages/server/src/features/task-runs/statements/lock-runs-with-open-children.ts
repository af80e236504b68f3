import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type LockedRow, lockedColumns, lockedTables } from '../../flow-runs/orchestrated-run.ts';

// Locks flow runs that left open task runs or subflows behind when they were cancelled or lost their process; those that somebody
// holds are passed over. Served by flow_run_ends_children_index.
export const lockRunsWithOpenChildren = async (
  db: Db,
  { limit }: { limit: number },
): Promise<LockedRow[]> => {
  const { rows } = await sql<LockedRow>`
    select ${lockedColumns} from ${lockedTables}
    where r.ends_children
    order by r.id
    limit ${limit}
    for update of r skip locked`.execute(db);
  return rows;
};
