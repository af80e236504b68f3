import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { claimable } from './claimable.ts';

// The ids of the runs that can be claimed, now or later, earliest first. Served by flow_run_due_index: of each deployment as
// many entries as are wanted at all.
export const readScheduledRuns = async (
  db: Db,
  {
    deploymentIds,
    scheduledBefore,
    limit,
  }: { deploymentIds: readonly string[]; scheduledBefore: Date | null; limit: number },
): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select runs.id
    from (select distinct id from unnest(${[...deploymentIds]}::uuid[]) as given(id)) wanted
    cross join lateral (
      select r.id, r.next_scheduled_start_time as start from flow_run r
      where r.deployment_id = wanted.id and ${claimable}
        and r.next_scheduled_start_time <= coalesce(${scheduledBefore}::timestamptz, 'infinity')
      order by r.next_scheduled_start_time
      limit ${limit}
    ) runs
    order by runs.start, runs.id
    limit ${limit}`.execute(db);
  return rows.map((row) => row.id);
};
