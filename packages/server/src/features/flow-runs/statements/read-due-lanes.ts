import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { claimable } from './claimable.ts';
import { inTurn } from './in-turn.ts';
import { laneRuns } from './lane-runs.ts';

/** The runs of one deployment in one queue, or those in a queue that have no deployment. */
export type DueLane = { queue_id: string; deployment_id: string | null; due_at: Date };

// Which deployments have due runs in these queues, and since when; deployments that are gone have none. Served by
// flow_run_due_queue_index, by which queues without a due run cost one probe, and flow_run_lane_index: of the others two probes for
// each deployment that has runs waiting in it, however many these are.
export const readDueLanes = async (
  db: Db,
  { queueIds, now }: { queueIds: readonly string[]; now: Date },
): Promise<DueLane[]> => {
  if (queueIds.length === 0) return [];
  const { rows } = await sql<DueLane>`
    with recursive queue as materialized (
      select given.id from unnest(${[...queueIds]}::uuid[]) as given(id)
      cross join lateral (
        select from flow_run r
        where r.work_queue_id = given.id and ${claimable} and r.next_scheduled_start_time <= ${now}
        order by ${inTurn}
        limit 1
      ) due
    ),
    stepped(queue_id, deployment_id) as (
      select queue.id, first.deployment_id from queue
      cross join lateral (
        select r.deployment_id from flow_run r
        where r.work_queue_id = queue.id and r.state_type = 'SCHEDULED' and r.deployment_id is not null
        order by r.deployment_id
        limit 1
      ) first
      union all
      select stepped.queue_id, next.deployment_id from stepped
      cross join lateral (
        select r.deployment_id from flow_run r
        where r.work_queue_id = stepped.queue_id and r.state_type = 'SCHEDULED'
          and r.deployment_id > stepped.deployment_id
        order by r.deployment_id
        limit 1
      ) next
    ),
    lane as (
      select stepped.* from stepped join deployment on deployment.id = stepped.deployment_id
      union all
      select queue.id, null from queue
    )
    select lane.queue_id, lane.deployment_id, first.due_at
    from lane
    cross join lateral ${laneRuns(now, 1)} first`.execute(db);
  return rows;
};
