import {
  flowRunId,
  type Labels,
  type OrchestratedTaskRun,
  type TaskTransitionFacts,
  taskRunId,
  taskRunPolicy,
} from '@carillon/core';
import { stateOf } from '../flow-runs/orchestrated-run.ts';

type StateColumns = Parameters<typeof stateOf>[0];

/** A task run as the rules need it, read under a lock. */
export type LockedTaskRow = StateColumns & {
  id: string;
  flow_run_id: string | null;
  empirical_policy: unknown;
  tags: string[];
  held_limits: string[];
  run_count: number;
  flow_run_run_count: number;
  expected_start_time: Date | null;
  next_scheduled_start_time: Date | null;
  start_time: Date | null;
  end_time: Date | null;
  total_run_time: number;
};

export const orchestratedTaskRun = (row: LockedTaskRow): OrchestratedTaskRun => ({
  id: taskRunId.parse(row.id),
  state: stateOf(row),
  policy: taskRunPolicy.parse(row.empirical_policy ?? {}),
  runCount: row.run_count,
  flowRunRunCount: row.flow_run_run_count,
  expectedStartTime: row.expected_start_time,
  nextScheduledStartTime: row.next_scheduled_start_time,
  startTime: row.start_time,
  endTime: row.end_time,
  totalRunTime: row.total_run_time,
});

/** The flow runs whose task runs are meant, by id; null for task runs of their own. */
export type Parents = ReadonlyMap<string | null, TaskTransitionFacts['flowRun']>;

/** The flow run that a task run runs in. */
export type ParentRow = StateColumns & {
  id: string;
  run_count: number;
  labels: Labels;
  lease_token: number | null;
};

/** Flow runs as the rules of their task runs ask about them. */
export const parentsOf = (
  rows: readonly (Pick<ParentRow, 'id' | 'run_count' | keyof StateColumns> | null)[],
): Parents =>
  new Map(
    rows.map((row) =>
      row === null
        ? [null, null]
        : [row.id, { id: flowRunId.parse(row.id), state: stateOf(row), runCount: row.run_count }],
    ),
  );
