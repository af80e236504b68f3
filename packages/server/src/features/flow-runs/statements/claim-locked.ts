import type { Actor } from '@carillon/core';
import { sql } from 'kysely';
import type { FlowRunRow } from '../view.ts';

/** A claimed run, and how it came to be. */
export type ClaimedRow = FlowRunRow & {
  due_at: Date;
  lease_token: number;
  flow_name: string;
  deployment_name: string | null;
  /** The active limit that it took a slot of. */
  limit_id: string | null;
};

export type Claim = {
  now: Date;
  /** One for each run that may be claimed: the ids of their new states. */
  stateIds: readonly string[];
  leaseExpiresAt: Date;
  holder: { id: string; name: string };
  actor: Actor | null;
};

/** Slots that are free, of limits that the claimer has locked and counted. */
export type FreeSlots = readonly { limitId: string; free: number }[];

/** As a table `allowance(limit_id, free)`. */
export const allowanceOf = (slots: FreeSlots) =>
  sql`unnest(${slots.map(({ limitId }) => limitId)}::uuid[], ${slots.map(({ free }) => free)}::int[]) as allowance(limit_id, free)`;

/**
 * The end of a claim: the rows of a table `locked(id, priority, due_at, deployment_name, limit_id)`, which the statement has
 * locked, become PENDING under a lease, with a row of history each, and are given back by priority and time. What lease of a slot an earlier attempt had is over, so it is not kept.
 */
export const claimLocked = ({ now, stateIds, leaseExpiresAt, holder, actor }: Claim) => sql`
  wanted as (
    select *, row_number() over (order by priority, due_at, id) as position from locked
  ),
  claimed as (
    update flow_run r set
      updated = ${now}::timestamptz,
      state_id = ids.id, state_type = 'PENDING', state_name = 'Pending',
      state_timestamp = greatest(${now}::timestamptz, r.state_timestamp + interval '1 millisecond'),
      state_message = null, state_data = null,
      state_details = jsonb_strip_nulls(jsonb_build_object(
        'flowRunId', r.id, 'taskRunId', r.parent_task_run_id, 'scheduledTime', r.state_details->'scheduledTime'
      )),
      next_scheduled_start_time = null,
      lease_token = nextval('flow_run_lease_token'),
      lease_expires_at = ${leaseExpiresAt}::timestamptz,
      lease_holder = ${JSON.stringify(holder)}::jsonb
    from wanted
    join unnest(${[...stateIds]}::uuid[]) with ordinality as ids(id, position) on ids.position = wanted.position
    where r.id = wanted.id
    returning r.*, wanted.due_at, wanted.deployment_name, wanted.limit_id, wanted.position
  ),
  history as (
    insert into flow_run_state (id, flow_run_id, type, name, timestamp, state_details, actor)
    select
      state_id, id, 'PENDING', 'Pending', state_timestamp, state_details,
      ${actor === null ? null : JSON.stringify(actor)}::jsonb
    from claimed
  )
  select
    claimed.*, flow.name as flow_name, work_queue.name as joined_queue_name,
    work_pool.id as joined_pool_id, work_pool.name as joined_pool_name
  from claimed
  join flow on flow.id = claimed.flow_id
  left join work_queue on work_queue.id = claimed.work_queue_id
  left join work_pool on work_pool.id = work_queue.work_pool_id
  order by claimed.position`;
