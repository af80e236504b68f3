import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type LockedRow, lockedColumns, lockedTables } from '../orchestrated-run.ts';
import { claimable } from './claimable.ts';

// Locks due runs of those of these deployments that cancel what finds them full, earliest first; a run that somebody holds is
// passed over. Served by flow_run_due_index.
export const lockSuperfluousRuns = async (
  db: Db,
  { deploymentIds, now, limit }: { deploymentIds: readonly string[]; now: Date; limit: number },
): Promise<LockedRow[]> => {
  const { rows } = await sql<LockedRow>`
    select ${lockedColumns} from ${lockedTables}
    where r.deployment_id = any(${[...deploymentIds]}::uuid[])
      and d.concurrency_options->>'collisionStrategy' = 'CANCEL_NEW'
      and ${claimable} and r.next_scheduled_start_time <= ${now}
    order by r.next_scheduled_start_time
    limit ${limit}
    for update of r skip locked`.execute(db);
  return rows;
};
