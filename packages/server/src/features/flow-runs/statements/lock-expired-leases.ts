import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type LockedRow, lockedColumns, lockedTables } from '../orchestrated-run.ts';

// Locks runs whose lease is over, the longest expired first; a run that somebody holds (it may be just reporting) is passed
// over. Served by flow_run_lease_index: runs without a lease are not in it.
export const lockExpiredLeases = async (
  db: Db,
  { now, limit }: { now: Date; limit: number },
): Promise<LockedRow[]> => {
  const { rows } = await sql<LockedRow>`
    select ${lockedColumns} from ${lockedTables}
    where r.lease_token is not null and r.lease_expires_at <= ${now}
    order by r.lease_expires_at
    limit ${limit}
    for update of r skip locked`.execute(db);
  return rows;
};
