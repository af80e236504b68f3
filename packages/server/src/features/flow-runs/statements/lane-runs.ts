import { sql } from 'kysely';
import { claimable } from './claimable.ts';
import { inTurn } from './in-turn.ts';

/**
 * As a subquery beside a table `lane(queue_id, deployment_id)`: the due runs of its deployment in its queue, or those in its queue
 * that have no deployment, earliest first. One of the two branches is never carried out. Served by flow_run_lane_index.
 */
export const laneRuns = (now: Date, limit: number) => {
  const due = sql`
    r.work_queue_id = lane.queue_id and ${claimable} and r.next_scheduled_start_time <= ${now}
    order by ${inTurn}
    limit ${limit}`;
  return sql`(
    (select r.id, r.next_scheduled_start_time as due_at from flow_run r
      where r.deployment_id = lane.deployment_id and ${due})
    union all
    (select r.id, r.next_scheduled_start_time as due_at from flow_run r
      where lane.deployment_id is null and r.deployment_id is null and ${due})
  )`;
};
