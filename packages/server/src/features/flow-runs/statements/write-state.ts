import {
  type Actor,
  isTerminal,
  noStateDetails,
  type RunProgress,
  type State,
  type StateDetails,
} from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { keepsLease } from '../orchestrated-run.ts';
import { openTask } from './open-task.ts';

/** What a run went through, in order, and where it stands after the last of these states. */
export type RunWrite = { runId: string; states: readonly [State, ...State[]]; run: RunProgress };

/** What says nothing is not stored; reading puts it back. */
export const storedDetails = (details: StateDetails): Partial<StateDetails> =>
  Object.fromEntries(
    Object.entries(details).filter(([key, value]) => !Object.is(value, Reflect.get(noStateDetails, key))),
  );

const historyRow = (runId: string, state: State, current: boolean) => ({
  id: state.id,
  flow_run_id: runId,
  type: state.type,
  name: state.name,
  timestamp: state.timestamp,
  message: state.message,
  data: state.data,
  state_details: storedDetails(state.stateDetails),
  current,
  keeps_lease: keepsLease(state),
  ends: isTerminal(state.type) || state.type === 'SCHEDULED',
});

const progressRow = ({ runId, run }: RunWrite) => ({
  id: runId,
  empirical_policy: run.policy,
  run_count: run.runCount,
  expected_start_time: run.expectedStartTime,
  next_scheduled_start_time: run.nextScheduledStartTime,
  start_time: run.startTime,
  end_time: run.endTime,
  total_run_time: run.totalRunTime,
});

// Writes the states of locked runs: the last one into the run's columns, all of them into its history. A lease stays only
// while the run may have a process. A run that is cancelled, or whose runner's process is done with it, is marked if it leaves
// open task runs behind. Served by the primary key and task_run_open_index.
export const writeStates = async (
  db: Db,
  { writes, now, actor }: { writes: readonly RunWrite[]; now: Date; actor: Actor | null },
): Promise<void> => {
  const history = writes.flatMap(({ runId, states }) =>
    states.map((state, index) => historyRow(runId, state, index === states.length - 1)),
  );
  await sql`
    with history as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(history)}::jsonb) as history(
        id uuid, flow_run_id uuid, type text, name text, timestamp timestamptz, message text, data jsonb,
        state_details jsonb, current boolean, keeps_lease boolean, ends boolean
      )
    ),
    progress as (
      select * from jsonb_to_recordset(${JSON.stringify(writes.map(progressRow))}::jsonb) as progress(
        id uuid, empirical_policy jsonb, run_count int, expected_start_time timestamptz,
        next_scheduled_start_time timestamptz, start_time timestamptz, end_time timestamptz,
        total_run_time double precision
      )
    ),
    changed as (
      update flow_run r set
        updated = ${now}::timestamptz,
        state_id = h.id, state_type = h.type, state_name = h.name, state_timestamp = h.timestamp,
        state_message = h.message, state_data = h.data, state_details = h.state_details,
        empirical_policy = p.empirical_policy, run_count = p.run_count,
        expected_start_time = p.expected_start_time, next_scheduled_start_time = p.next_scheduled_start_time,
        start_time = p.start_time, end_time = p.end_time, total_run_time = p.total_run_time,
        lease_token = case when h.keeps_lease then r.lease_token end,
        lease_expires_at = case when h.keeps_lease then r.lease_expires_at end,
        lease_holder = case when h.keeps_lease then r.lease_holder end,
        ends_children = r.ends_children or (
          (
            h.type = 'CANCELLED' or h.ends and r.lease_token is not null
            -- A subflow has no lease of its own; with the process that it ran in all of it is gone.
            or h.type = 'CRASHED' and r.parent_task_run_id is not null and r.deployment_id is null
          )
          and exists (select from task_run t where t.flow_run_id = r.id and ${openTask})
        )
      from progress p
      join history h on h.flow_run_id = p.id and h.current
      where r.id = p.id
    )
    insert into flow_run_state (id, flow_run_id, type, name, timestamp, message, data, state_details, actor)
    select
      h.id, h.flow_run_id, h.type, h.name, h.timestamp, h.message, h.data, h.state_details,
      ${actor === null ? null : JSON.stringify(actor)}::jsonb
    from history h`.execute(db);
};
