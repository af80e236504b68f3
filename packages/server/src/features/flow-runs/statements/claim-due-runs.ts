import type { Actor } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type ClaimedRow = {
  id: string;
  due_at: Date;
  lease_token: number;
  flow_name: string;
  deployment_name: string;
};

export type ClaimDueRuns = {
  deploymentIds: readonly string[];
  now: Date;
  /** One for each run that may be claimed: the ids of their new states. */
  stateIds: readonly string[];
  leaseExpiresAt: Date;
  holder: { id: string; name: string };
  actor: Actor | null;
};

/** How many more due runs of a deployment are looked at than wanted, for others may be claiming the first ones. */
const lookPast = 100;

/** Runs that no process of their own is about to try again. Of `flow_run r`. */
export const claimable = sql.raw(
  `r.state_type = 'SCHEDULED' and r.empirical_policy->>'retryType' is distinct from 'in_process'`,
);

// Moves the earliest due runs of these deployments to PENDING under a lease, with a row of history each. A run is claimed by
// one claimer: rows that another holds are passed over, and the state is looked at again once the row is locked.
// Served by flow_run_due_index: of each deployment one probe; of those whose first due run is among the earliest, which are
// the only ones that can have a run among the earliest, as many entries as could be claimed. Future runs are not read.
export const claimDueRuns = async (
  db: Db,
  { deploymentIds, now, stateIds, leaseExpiresAt, holder, actor }: ClaimDueRuns,
): Promise<ClaimedRow[]> => {
  const limit = stateIds.length;
  const { rows } = await sql<ClaimedRow>`
    with earliest as materialized (
      select deployment.id, deployment.name, first.due_at
      from (select distinct id from unnest(${[...deploymentIds]}::uuid[]) as given(id)) served
      join deployment on deployment.id = served.id
      cross join lateral (
        select r.next_scheduled_start_time as due_at from flow_run r
        where r.deployment_id = deployment.id and ${claimable} and r.next_scheduled_start_time <= ${now}
        order by r.next_scheduled_start_time
        limit 1
      ) first
      order by first.due_at
      limit ${limit}
    ),
    due as materialized (
      select runs.id, runs.due_at, earliest.name as deployment_name
      from earliest
      cross join lateral (
        select r.id, r.next_scheduled_start_time as due_at from flow_run r
        where r.deployment_id = earliest.id and ${claimable} and r.next_scheduled_start_time <= ${now}
        order by r.next_scheduled_start_time
        limit ${limit + lookPast}
      ) runs
      order by runs.due_at, runs.id
      limit ${limit + lookPast}
    ),
    locked as (
      select r.id, due.due_at, due.deployment_name
      from due
      join flow_run r on r.id = due.id
      where ${claimable} and r.next_scheduled_start_time <= ${now}
      order by due.due_at, due.id
      limit ${limit}
      for update of r skip locked
    ),
    wanted as (
      select *, row_number() over (order by due_at, id) as position from locked
    ),
    claimed as (
      update flow_run r set
        updated = ${now}::timestamptz,
        state_id = ids.id, state_type = 'PENDING', state_name = 'Pending',
        state_timestamp = greatest(${now}::timestamptz, r.state_timestamp + interval '1 millisecond'),
        state_message = null, state_data = null,
        state_details = jsonb_strip_nulls(jsonb_build_object(
          'flowRunId', r.id,
          'scheduledTime', r.state_details->'scheduledTime',
          'deploymentConcurrencyLeaseId', r.state_details->'deploymentConcurrencyLeaseId'
        )),
        next_scheduled_start_time = null,
        lease_token = nextval('flow_run_lease_token'),
        lease_expires_at = ${leaseExpiresAt}::timestamptz,
        lease_holder = ${JSON.stringify(holder)}::jsonb
      from wanted
      join unnest(${[...stateIds]}::uuid[]) with ordinality as ids(id, position) on ids.position = wanted.position
      where r.id = wanted.id
      returning
        r.id, r.flow_id, r.state_id, r.state_timestamp, r.state_details, r.lease_token,
        wanted.due_at, wanted.deployment_name
    ),
    history as (
      insert into flow_run_state (id, flow_run_id, type, name, timestamp, state_details, actor)
      select
        state_id, id, 'PENDING', 'Pending', state_timestamp, state_details,
        ${actor === null ? null : JSON.stringify(actor)}::jsonb
      from claimed
    )
    select claimed.id, claimed.due_at, claimed.lease_token, claimed.deployment_name, flow.name as flow_name
    from claimed
    join flow on flow.id = claimed.flow_id
    order by claimed.due_at, claimed.id`.execute(db);
  return rows;
};
