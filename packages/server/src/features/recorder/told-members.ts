import type { TaskEvent } from '@carillon/core';

/** What was told of a task run, by column. */
export type ToldMembers = Readonly<Record<string, unknown>>;

/** The columns that a client tells, each by the member that tells it. */
const columns = {
  name: 'name',
  taskKey: 'task_key',
  dynamicKey: 'dynamic_key',
  cacheKey: 'cache_key',
  cacheExpiration: 'cache_expiration',
  taskVersion: 'task_version',
  empiricalPolicy: 'empirical_policy',
  tags: 'tags',
  labels: 'labels',
  taskInputs: 'task_inputs',
  runCount: 'run_count',
  flowRunRunCount: 'flow_run_run_count',
  expectedStartTime: 'expected_start_time',
  nextScheduledStartTime: 'next_scheduled_start_time',
  startTime: 'start_time',
  endTime: 'end_time',
  totalRunTime: 'total_run_time',
} as const satisfies Record<keyof TaskEvent['run'], string>;

export const toldColumns: readonly string[] = Object.values(columns);

/** Of these null is a value; of the others nothing is told by it. */
const nullable: ReadonlySet<string> = new Set([
  'cacheKey',
  'cacheExpiration',
  'taskVersion',
  'expectedStartTime',
  'nextScheduledStartTime',
  'startTime',
  'endTime',
]);

export const toldMembers = (run: TaskEvent['run']): ToldMembers =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([member, column]) => {
      const value: unknown = Reflect.get(run, member);
      return value === undefined || (value === null && !nullable.has(member)) ? [] : [[column, value]];
    }),
  );
