import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type LockedRow, lockedColumns, lockedTables } from '../orchestrated-run.ts';

// Locks runs that have been CANCELLING since before an instant, the longest first; a run that somebody holds (it may be just
// reporting) is passed over. Served by flow_run_cancelling_index.
export const lockUnansweredCancellations = async (
  db: Db,
  { before, limit }: { before: Date; limit: number },
): Promise<LockedRow[]> => {
  const { rows } = await sql<LockedRow>`
    select ${lockedColumns} from ${lockedTables}
    where r.state_type = 'CANCELLING' and r.state_timestamp <= ${before}
    order by r.state_timestamp
    limit ${limit}
    for update of r skip locked`.execute(db);
  return rows;
};
