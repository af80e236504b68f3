import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type LockedRow, lockedColumns, lockedTables } from '../orchestrated-run.ts';

// Locks paused runs whose pause has timed out, the longest first; a run that somebody holds (it may be just resuming) is passed
// over. Served by flow_run_pause_timeout_index, in which timeouts stand as the text that they are stored as.
export const lockExpiredPauses = async (
  db: Db,
  { now, limit }: { now: Date; limit: number },
): Promise<LockedRow[]> => {
  const { rows } = await sql<LockedRow>`
    select ${lockedColumns} from ${lockedTables}
    where r.state_type = 'PAUSED' and (r.state_details->>'pauseTimeout') collate "C" < ${now.toISOString()}
    order by (r.state_details->>'pauseTimeout') collate "C"
    limit ${limit}
    for update of r skip locked`.execute(db);
  return rows;
};
