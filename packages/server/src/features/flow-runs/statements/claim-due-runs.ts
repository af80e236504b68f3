import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { allowanceOf, type Claim, type ClaimedRow, claimLocked, type FreeSlots } from './claim-locked.ts';
import { claimable } from './claimable.ts';

export type ClaimDueRuns = Claim & {
  deploymentIds: readonly string[];
  /** Runs behind an active limit that is not among these are left alone. */
  slots: FreeSlots;
};

/** How many more due runs of a deployment are looked at than wanted, for others may be claiming the first ones. */
const lookPast = 100;

/** As a subquery: the first due runs of each of the `earliest` deployments, and which in the turn of their limit. */
const queued = (each: RawBuilder<unknown>, until: unknown) => sql`
  select
    runs.id, runs.due_at, earliest.name as deployment_name, earliest.limit_id, earliest.free,
    row_number() over (partition by earliest.limit_id order by runs.due_at, runs.id) as turn
  from earliest
  cross join lateral (
    select r.id, r.next_scheduled_start_time as due_at from flow_run r
    where r.deployment_id = earliest.id and ${claimable} and r.next_scheduled_start_time <= ${until}
    order by r.next_scheduled_start_time
    limit ${each}
  ) runs`;

// Moves the earliest due runs of these deployments to PENDING under a lease, behind each limit no more than it has free slots. A
// run is claimed by one claimer: rows that another holds are passed over, and the state is looked at again once the row is
// locked. Served by flow_run_due_index: of each deployment one probe; of those whose first due run is among the earliest, which
// are the only ones that can have a run among the earliest, as many entries as could be claimed, and of
// many that have a backlog only those until the time that a sample of each has shown to be enough. Future runs are not read.
export const claimDueRuns = async (
  db: Db,
  { deploymentIds, slots, ...claim }: ClaimDueRuns,
): Promise<ClaimedRow[]> => {
  const limit = claim.stateIds.length;
  const wanted = limit + lookPast;
  const { rows } = await sql<ClaimedRow>`
    with earliest as materialized (
      select deployment.id, deployment.name, first.due_at, concurrency_limit.id as limit_id, allowance.free
      from (select distinct id from unnest(${[...deploymentIds]}::uuid[]) as given(id)) served
      join deployment on deployment.id = served.id
      left join concurrency_limit
        on concurrency_limit.id = deployment.concurrency_limit_id and concurrency_limit.active
      left join ${allowanceOf(slots)} on allowance.limit_id = concurrency_limit.id
      cross join lateral (
        select r.next_scheduled_start_time as due_at from flow_run r
        where r.deployment_id = deployment.id and ${claimable} and r.next_scheduled_start_time <= ${claim.now}
        order by r.next_scheduled_start_time
        limit 1
      ) first
      where concurrency_limit.id is null or allowance.free > 0
      order by first.due_at
      limit ${limit}
    ),
    sample as (
      select due_at from (${queued(sql`(select ceil(2.0 * ${wanted} / count(*)) from earliest)`, claim.now)}) few
      where limit_id is null or turn <= free
      order by due_at
      offset ${wanted - 1} limit 1
    ),
    queued as (${queued(sql`${wanted}`, sql`coalesce((select due_at from sample), ${claim.now})`)}),
    due as materialized (
      select * from queued
      where limit_id is null or turn <= free
      order by due_at, id
      limit ${wanted}
    ),
    locked as (
      select r.id, 0 as priority, due.due_at, due.deployment_name, due.limit_id
      from due
      join flow_run r on r.id = due.id
      where ${claimable} and r.next_scheduled_start_time <= ${claim.now}
      order by due.due_at, due.id
      limit ${limit}
      for update of r skip locked
    ),
    ${claimLocked(claim)}`.execute(db);
  return rows;
};
