import type {
  DeploymentSort,
  FlowRunSort,
  FlowSort,
  LogSort,
  TaskRunSort,
  VariableSort,
} from '@carillon/core';
import { type RawBuilder, sql } from 'kysely';
import { byCodePoints, type Column, column } from './criteria.ts';
import { flowRunStart } from './flow-run.ts';

/** What a list is sorted by. `id` breaks ties in the same direction; nulls come last, or first when descending. */
export type Order = {
  /** Null where the id alone is the order. */
  key: (Column & { kind: 'instant' | 'text' | 'integer' | 'number'; nullable: boolean }) | null;
  descending: boolean;
};

const byInstant = (expression: string, { nullable = false } = {}): Order['key'] => ({
  ...column(expression, 'timestamptz'),
  kind: 'instant',
  nullable,
});

const byName = (table: string): Order['key'] => ({
  ...column(byCodePoints(table)),
  kind: 'text',
  nullable: false,
});

const start = byInstant(flowRunStart, { nullable: true });
const expected = byInstant('flow_run.expected_start_time', { nullable: true });
const next = byInstant('flow_run.next_scheduled_start_time', { nullable: true });
const end = byInstant('flow_run.end_time', { nullable: true });

export const flowRunOrders: Record<FlowRunSort, Order> = {
  ID_DESC: { key: null, descending: true },
  START_TIME_ASC: { key: start, descending: false },
  START_TIME_DESC: { key: start, descending: true },
  EXPECTED_START_TIME_ASC: { key: expected, descending: false },
  EXPECTED_START_TIME_DESC: { key: expected, descending: true },
  NAME_ASC: { key: byName('flow_run'), descending: false },
  NAME_DESC: { key: byName('flow_run'), descending: true },
  NEXT_SCHEDULED_START_TIME_ASC: { key: next, descending: false },
  END_TIME_DESC: { key: end, descending: true },
};

const taskExpected = byInstant('task_run.expected_start_time', { nullable: true });

/** `runTime`: seconds in RUNNING so far, which no index serves. */
export const taskRunOrders = (runTime: RawBuilder<number>): Record<TaskRunSort, Order> => {
  const duration: Order['key'] = {
    expression: runTime,
    type: sql.raw('float8'),
    kind: 'number',
    nullable: false,
  };
  return {
    ID_DESC: { key: null, descending: true },
    EXPECTED_START_TIME_ASC: { key: taskExpected, descending: false },
    EXPECTED_START_TIME_DESC: { key: taskExpected, descending: true },
    NAME_ASC: { key: byName('task_run'), descending: false },
    NAME_DESC: { key: byName('task_run'), descending: true },
    NEXT_SCHEDULED_START_TIME_ASC: {
      key: byInstant('task_run.next_scheduled_start_time', { nullable: true }),
      descending: false,
    },
    END_TIME_DESC: { key: byInstant('task_run.end_time', { nullable: true }), descending: true },
    DURATION_ASC: { key: duration, descending: false },
    DURATION_DESC: { key: duration, descending: true },
  };
};

export const flowOrders: Record<FlowSort, Order> = {
  NAME_ASC: { key: byName('flow'), descending: false },
  NAME_DESC: { key: byName('flow'), descending: true },
  CREATED_DESC: { key: byInstant('flow.created'), descending: true },
  UPDATED_DESC: { key: byInstant('flow.updated'), descending: true },
};

export const deploymentOrders: Record<DeploymentSort, Order> = {
  NAME_ASC: { key: byName('deployment'), descending: false },
  NAME_DESC: { key: byName('deployment'), descending: true },
  CREATED_DESC: { key: byInstant('deployment.created'), descending: true },
  UPDATED_DESC: { key: byInstant('deployment.updated'), descending: true },
};

export const logOrders: Record<LogSort, Order> = {
  TIMESTAMP_ASC: { key: byInstant('log.timestamp'), descending: false },
  TIMESTAMP_DESC: { key: byInstant('log.timestamp'), descending: true },
};

export const variableOrders: Record<VariableSort, Order> = {
  NAME_ASC: { key: byName('variable'), descending: false },
  NAME_DESC: { key: byName('variable'), descending: true },
  CREATED_DESC: { key: byInstant('variable.created'), descending: true },
  UPDATED_DESC: { key: byInstant('variable.updated'), descending: true },
};

export const workPoolOrder: Order = { key: byName('work_pool'), descending: false };

/** Queues of all pools by name, those of one pool by priority. */
export const workQueueOrders = {
  NAME_ASC: { key: byName('work_queue'), descending: false },
  PRIORITY_ASC: {
    key: { ...column('work_queue.priority', 'integer'), kind: 'integer', nullable: false },
    descending: false,
  },
} as const satisfies Record<string, Order>;

export const workerOrder: Order = {
  key: byInstant('worker.last_heartbeat_time', { nullable: true }),
  descending: true,
};

export const concurrencyLimitOrder: Order = { key: byName('concurrency_limit'), descending: false };
