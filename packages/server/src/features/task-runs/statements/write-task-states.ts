import type { State, TaskRunProgress } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { storedDetails } from '../../flow-runs/statements/write-state.ts';

export type WrittenTaskState = {
  state: State;
  /** The key under which later task runs find it; null for what is no result to be found. */
  cacheKey: string | null;
};

/** What a task run went through, in order, and where it stands after the last of these states. */
export type TaskRunWrite = {
  taskRunId: string;
  states: readonly WrittenTaskState[];
  run: TaskRunProgress;
  heldLimits: readonly string[];
};

const historyRows = ({ taskRunId, states }: TaskRunWrite) =>
  states.map(({ state, cacheKey }, index) => ({
    id: state.id,
    task_run_id: taskRunId,
    type: state.type,
    name: state.name,
    timestamp: state.timestamp,
    message: state.message,
    data: state.data,
    state_details: storedDetails(state.stateDetails),
    cache_key: cacheKey,
    current: index === states.length - 1,
  }));

const progressRow = ({ taskRunId, run, heldLimits }: TaskRunWrite) => ({
  id: taskRunId,
  held_limits: heldLimits,
  run_count: run.runCount,
  flow_run_run_count: run.flowRunRunCount,
  expected_start_time: run.expectedStartTime,
  next_scheduled_start_time: run.nextScheduledStartTime,
  start_time: run.startTime,
  end_time: run.endTime,
  total_run_time: run.totalRunTime,
});

// Writes the states of locked task runs: the last one into the run's columns, all of them into its history. Served by the
// primary key.
export const writeTaskStates = async (
  db: Db,
  { writes, now }: { writes: readonly TaskRunWrite[]; now: Date },
): Promise<void> => {
  if (writes.length === 0) return;
  await sql`
    with history as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(writes.flatMap(historyRows))}::jsonb) as history(
        id uuid, task_run_id uuid, type text, name text, timestamp timestamptz, message text, data jsonb,
        state_details jsonb, cache_key text, current boolean
      )
    ),
    progress as (
      select * from jsonb_to_recordset(${JSON.stringify(writes.map(progressRow))}::jsonb) as progress(
        id uuid, held_limits uuid[], run_count int, flow_run_run_count int, expected_start_time timestamptz,
        next_scheduled_start_time timestamptz, start_time timestamptz, end_time timestamptz,
        total_run_time double precision
      )
    ),
    changed as (
      update task_run t set
        updated = ${now}::timestamptz,
        state_id = h.id, state_type = h.type, state_name = h.name, state_timestamp = h.timestamp,
        state_message = h.message, state_data = h.data, state_details = h.state_details,
        held_limits = p.held_limits, run_count = p.run_count, flow_run_run_count = p.flow_run_run_count,
        expected_start_time = p.expected_start_time, next_scheduled_start_time = p.next_scheduled_start_time,
        start_time = p.start_time, end_time = p.end_time, total_run_time = p.total_run_time
      from progress p
      join history h on h.task_run_id = p.id and h.current
      where t.id = p.id
    )
    insert into task_run_state (id, task_run_id, type, name, timestamp, message, data, state_details, cache_key)
    select h.id, h.task_run_id, h.type, h.name, h.timestamp, h.message, h.data, h.state_details, h.cache_key
    from history h`.execute(db);
};
