import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { claimable } from './claimable.ts';

export type NextDue = {
  /** Something can be claimed now. */
  due: boolean;
  /** The earliest start after now. */
  next: Date | null;
};

// When these deployments have runs to claim; one that is gone has none. Served by flow_run_due_index: two probes for each deployment.
export const readNextDue = async (
  db: Db,
  { deploymentIds, now }: { deploymentIds: readonly string[]; now: Date },
): Promise<NextDue> => {
  const { rows } = await sql<NextDue>`
    select coalesce(bool_or(past.found), false) as due, min(future.start) as next
    from unnest(${[...deploymentIds]}::uuid[]) as given(id)
    join deployment served on served.id = given.id
    left join lateral (
      select true as found from flow_run r
      where r.deployment_id = served.id and ${claimable} and r.next_scheduled_start_time <= ${now}
      order by r.next_scheduled_start_time
      limit 1
    ) past on true
    left join lateral (
      select r.next_scheduled_start_time as start from flow_run r
      where r.deployment_id = served.id and ${claimable} and r.next_scheduled_start_time > ${now}
      order by r.next_scheduled_start_time
      limit 1
    ) future on true`.execute(db);
  return rows[0] ?? { due: false, next: null };
};
