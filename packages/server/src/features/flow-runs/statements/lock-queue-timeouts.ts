import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type LockedRow, lockedColumns, lockedTables } from '../orchestrated-run.ts';
import { claimable } from './claimable.ts';

// Locks runs that nobody has begun within the queue timeout of their policy, earliest first; a run that somebody holds (it may be
// just claimed) is passed over. A run that is put off because its deployment is full has waited since it was first due. Served by
// flow_run_queue_timeout_index: runs that have such a timeout and are due.
export const lockQueueTimeouts = async (
  db: Db,
  { now, limit }: { now: Date; limit: number },
): Promise<LockedRow[]> => {
  const { rows } = await sql<LockedRow>`
    select ${lockedColumns} from ${lockedTables}
    where ${claimable} and r.empirical_policy->>'queueTimeout' is not null
      and r.next_scheduled_start_time <= ${now}
      and ${now}::timestamptz - (r.empirical_policy->>'queueTimeout')::float8 * interval '1 second' >= case
        when r.state_name = 'AwaitingConcurrencySlot' and r.run_count = 0 then r.expected_start_time
        else r.next_scheduled_start_time end
    order by r.next_scheduled_start_time
    limit ${limit}
    for update of r skip locked`.execute(db);
  return rows;
};
