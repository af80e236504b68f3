import {
  type ConcurrencyOptions,
  flowRunId,
  flowRunPolicy,
  isLive,
  type OrchestratedRun,
  type State,
  type StateType,
  state,
  taskRunId,
} from '@carillon/core';
import { sql } from 'kysely';

/** A run as the rules and the lease need it, read under a lock. */
export type LockedRow = {
  id: string;
  deployment_id: string | null;
  deployment_gone: boolean;
  concurrency_limit_id: string | null;
  concurrency_options: ConcurrencyOptions | null;
  work_queue_id: string | null;
  parent_task_run_id: string | null;
  infrastructure_pid: string | null;
  empirical_policy: unknown;
  state_id: string | null;
  state_type: StateType | null;
  state_name: string | null;
  state_timestamp: Date | null;
  state_message: string | null;
  state_data: unknown;
  state_details: unknown;
  run_count: number;
  expected_start_time: Date | null;
  next_scheduled_start_time: Date | null;
  start_time: Date | null;
  end_time: Date | null;
  total_run_time: number;
  lease_token: number | null;
  lease_holder: { id: string; name: string } | null;
};

/** Where `lockedColumns` come from; lock `of r`. */
export const lockedTables = sql.raw('flow_run r left join deployment d on d.id = r.deployment_id');

export const lockedColumns = sql.raw(`
  r.id, r.deployment_id, r.work_queue_id, r.parent_task_run_id, r.infrastructure_pid, r.empirical_policy,
  r.deployment_id is not null and d.id is null as deployment_gone, d.concurrency_limit_id, d.concurrency_options,
  r.state_id, r.state_type, r.state_name, r.state_timestamp, r.state_message, r.state_data, r.state_details,
  r.run_count, r.expected_start_time, r.next_scheduled_start_time, r.start_time, r.end_time, r.total_run_time,
  r.lease_token, r.lease_holder`);

type StateRow = Pick<
  LockedRow,
  | 'state_id'
  | 'state_type'
  | 'state_name'
  | 'state_timestamp'
  | 'state_message'
  | 'state_data'
  | 'state_details'
>;

/** The current state of a run, from its columns. */
export const stateOf = (row: StateRow): State | null =>
  row.state_id === null
    ? null
    : state.parse({
        id: row.state_id,
        type: row.state_type,
        name: row.state_name,
        timestamp: row.state_timestamp,
        message: row.state_message,
        data: row.state_data ?? null,
        stateDetails: row.state_details ?? {},
      });

export const orchestratedRun = (row: LockedRow): OrchestratedRun => ({
  id: flowRunId.parse(row.id),
  state: stateOf(row),
  hasDeployment: row.deployment_id !== null,
  parentTaskRunId: row.parent_task_run_id === null ? null : taskRunId.parse(row.parent_task_run_id),
  infrastructurePid: row.infrastructure_pid,
  leased: row.lease_token !== null,
  policy: flowRunPolicy.parse(row.empirical_policy ?? {}),
  runCount: row.run_count,
  expectedStartTime: row.expected_start_time,
  nextScheduledStartTime: row.next_scheduled_start_time,
  startTime: row.start_time,
  endTime: row.end_time,
  totalRunTime: row.total_run_time,
});

/**
 * A lease lasts while a run has a process: over PENDING, RUNNING and CANCELLING, and a pause that the process waits out. Whatever
 * else the run becomes ends it.
 */
export const keepsLease = ({ type, stateDetails }: Pick<State, 'type' | 'stateDetails'>): boolean =>
  isLive(type) || (type === 'PAUSED' && !stateDetails.pauseReschedule);
