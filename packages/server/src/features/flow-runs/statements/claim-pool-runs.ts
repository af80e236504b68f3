import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { allowanceOf, type Claim, type ClaimedRow, claimLocked, type FreeSlots } from './claim-locked.ts';
import { claimable } from './claimable.ts';
import { laneRuns } from './lane-runs.ts';
import type { DueLane } from './read-due-lanes.ts';

export type OpenLane = DueLane & {
  priority: number;
  /** Slots that its queue has free, or null for any number. */
  queue_free: number | null;
};

export type ClaimPoolRuns = Claim & {
  lanes: readonly OpenLane[];
  /** Runs behind an active limit that is not among these are left alone. */
  slots: FreeSlots;
};

/** How many more due runs are looked at than wanted, for others may be claiming the first ones. */
const lookPast = 100;

const tableOf = (lanes: readonly OpenLane[]) => sql`unnest(
  ${lanes.map((lane) => lane.queue_id)}::uuid[], ${lanes.map((lane) => lane.priority)}::int[],
  ${lanes.map((lane) => lane.queue_free)}::int[], ${lanes.map((lane) => lane.deployment_id)}::uuid[],
  ${lanes.map((lane) => lane.due_at)}::timestamptz[]
) as lane(queue_id, priority, queue_free, deployment_id, due_at)`;

// Moves due runs of these lanes to PENDING under a lease, by the priority of their queue and then by time; behind the limits of
// their deployments, and in their queues, no more than have free slots. A run is claimed by one claimer, as in claim-due-runs.
// Served by flow_run_lane_index: of the lanes that can have a run among the first, as many entries as could be claimed.
export const claimPoolRuns = async (
  db: Db,
  { lanes, slots, ...claim }: ClaimPoolRuns,
): Promise<ClaimedRow[]> => {
  const limit = claim.stateIds.length;
  const { rows } = await sql<ClaimedRow>`
    with open as (
      select
        lane.*, deployment.name as deployment_name, concurrency_limit.id as limit_id, allowance.free,
        row_number() over (partition by lane.queue_id order by lane.due_at) as place
      from ${tableOf(lanes)}
      left join deployment on deployment.id = lane.deployment_id
      left join concurrency_limit
        on concurrency_limit.id = deployment.concurrency_limit_id and concurrency_limit.active
      left join ${allowanceOf(slots)} on allowance.limit_id = concurrency_limit.id
      where concurrency_limit.id is null or allowance.free > 0
    ),
    lane as materialized (
      select * from open
      where queue_free is null or place <= queue_free
      order by priority, due_at
      limit ${limit}
    ),
    queued as (
      select
        runs.id, runs.due_at, lane.queue_id, lane.priority, lane.queue_free, lane.deployment_name, lane.limit_id,
        lane.free, row_number() over (partition by lane.limit_id order by lane.priority, runs.due_at, runs.id) as turn
      from lane
      cross join lateral ${laneRuns(claim.now, limit + lookPast)} runs
    ),
    allowed as (
      select *, row_number() over (partition by queue_id order by due_at, id) as place from queued
      where limit_id is null or turn <= free
    ),
    due as materialized (
      select * from allowed
      where queue_free is null or place <= queue_free
      order by priority, due_at, id
      limit ${limit + lookPast}
    ),
    locked as (
      select r.id, due.priority, due.due_at, due.deployment_name, due.limit_id
      from due
      join flow_run r on r.id = due.id
      where ${claimable} and r.next_scheduled_start_time <= ${claim.now}
      order by due.priority, due.due_at, due.id
      limit ${limit}
      for update of r skip locked
    ),
    ${claimLocked(claim)}`.execute(db);
  return rows;
};
