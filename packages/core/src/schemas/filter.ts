import { z } from 'zod';
import {
  blockDocumentId,
  deploymentId,
  flowId,
  flowRunId,
  taskRunId,
  variableId,
  workPoolId,
  workQueueId,
} from './id.ts';
import { stateType } from './state.ts';
import { text } from './text.ts';
import { instant } from './time.ts';
import { workerStatus } from './worker.ts';

/**
 * Filters, as Prefect has them (any_ -> any, is_null_ -> isNull, ...). What an object leaves out does not narrow; an
 * empty list under `any` matches nothing; lists under `notAny` and `all` that are empty, and an empty `like`, do nothing.
 */
const operator = z.enum(['and', 'or']).default('and');
const list = <T extends z.ZodType>(item: T) => z.array(item).nullable().optional();
const flag = z.boolean().nullable().optional();
const moment = instant.nullable().optional();
const like = text.nullable().optional();

const anyOf = <T extends z.ZodType>(item: T) => z.strictObject({ any: list(item) });
const anyOrNot = <T extends z.ZodType>(item: T) => z.strictObject({ any: list(item), notAny: list(item) });
const named = z.strictObject({ any: list(text), like });
const tagged = z.strictObject({ operator, all: list(text), any: list(text), isNull: flag });
const taggedAll = z.strictObject({ operator, all: list(text), isNull: flag });
const period = z.strictObject({ before: moment, after: moment });
const periodOrNull = z.strictObject({ before: moment, after: moment, isNull: flag });

export const flowFilter = z.strictObject({
  operator,
  id: anyOrNot(flowId).nullable().optional(),
  deployment: z.strictObject({ operator, isNull: flag }).nullable().optional(),
  name: named.nullable().optional(),
  tags: taggedAll.nullable().optional(),
});
export type FlowFilter = z.output<typeof flowFilter>;

export const flowRunFilter = z.strictObject({
  operator,
  id: anyOrNot(flowRunId).nullable().optional(),
  name: named.nullable().optional(),
  tags: tagged.nullable().optional(),
  deploymentId: z
    .strictObject({ operator, any: list(deploymentId), isNull: flag })
    .nullable()
    .optional(),
  workQueueName: z
    .strictObject({ operator, any: list(text), isNull: flag })
    .nullable()
    .optional(),
  state: z
    .strictObject({
      operator,
      type: anyOrNot(stateType).nullable().optional(),
      name: anyOrNot(text).nullable().optional(),
    })
    .nullable()
    .optional(),
  flowVersion: anyOf(text).nullable().optional(),
  startTime: periodOrNull.nullable().optional(),
  endTime: periodOrNull.nullable().optional(),
  expectedStartTime: period.nullable().optional(),
  nextScheduledStartTime: period.nullable().optional(),
  parentFlowRunId: z
    .strictObject({ operator, any: list(flowRunId) })
    .nullable()
    .optional(),
  parentTaskRunId: z
    .strictObject({ operator, any: list(taskRunId), isNull: flag })
    .nullable()
    .optional(),
  idempotencyKey: anyOrNot(text).nullable().optional(),
  createdBy: z
    .strictObject({ operator, id: list(blockDocumentId), type: list(text), isNull: flag })
    .nullable()
    .optional(),
});
export type FlowRunFilter = z.output<typeof flowRunFilter>;

export const taskRunFilter = z.strictObject({
  operator,
  id: anyOf(taskRunId).nullable().optional(),
  name: named.nullable().optional(),
  tags: taggedAll.nullable().optional(),
  state: z
    .strictObject({
      operator,
      type: anyOf(stateType).nullable().optional(),
      name: anyOf(text).nullable().optional(),
    })
    .nullable()
    .optional(),
  startTime: periodOrNull.nullable().optional(),
  endTime: periodOrNull.nullable().optional(),
  expectedStartTime: period.nullable().optional(),
  subflowRuns: z.strictObject({ exists: flag }).nullable().optional(),
  flowRunId: z
    .strictObject({ operator, any: list(flowRunId), isNull: flag })
    .nullable()
    .optional(),
});
export type TaskRunFilter = z.output<typeof taskRunFilter>;

export const deploymentFilter = z.strictObject({
  operator,
  id: anyOrNot(deploymentId).nullable().optional(),
  name: named.nullable().optional(),
  flowOrDeploymentName: z.strictObject({ like }).nullable().optional(),
  paused: z.strictObject({ eq: flag }).nullable().optional(),
  tags: tagged.nullable().optional(),
  workQueueName: anyOf(text).nullable().optional(),
  concurrencyLimit: z
    .strictObject({ ge: z.int().nullable().optional(), le: z.int().nullable().optional(), isNull: flag })
    .nullable()
    .optional(),
});
export type DeploymentFilter = z.output<typeof deploymentFilter>;

export const workPoolFilter = z.strictObject({
  operator,
  id: anyOf(workPoolId).nullable().optional(),
  name: anyOf(text).nullable().optional(),
  type: anyOf(text).nullable().optional(),
});
export type WorkPoolFilter = z.output<typeof workPoolFilter>;

export const workQueueFilter = z.strictObject({
  operator,
  id: anyOf(workQueueId).nullable().optional(),
  name: z
    .strictObject({ any: list(text), startsWith: list(text) })
    .nullable()
    .optional(),
});
export type WorkQueueFilter = z.output<typeof workQueueFilter>;

export const workerFilter = z.strictObject({
  operator,
  lastHeartbeatTime: period.nullable().optional(),
  status: anyOrNot(workerStatus).nullable().optional(),
});
export type WorkerFilter = z.output<typeof workerFilter>;

export const variableFilter = z.strictObject({
  operator,
  id: anyOf(variableId).nullable().optional(),
  name: named.nullable().optional(),
  tags: taggedAll.nullable().optional(),
});
export type VariableFilter = z.output<typeof variableFilter>;

export const logFilter = z.strictObject({
  operator,
  level: z
    .strictObject({ ge: z.int().nullable().optional(), le: z.int().nullable().optional() })
    .nullable()
    .optional(),
  timestamp: period.nullable().optional(),
  flowRunId: anyOf(flowRunId).nullable().optional(),
  taskRunId: z
    .strictObject({ any: list(taskRunId), isNull: flag })
    .nullable()
    .optional(),
  text: z
    .strictObject({ query: text.max(200) })
    .nullable()
    .optional(),
});
export type LogFilter = z.output<typeof logFilter>;

/**
 * Filters over several nouns, ANDed: an object asks for a row of that noun that matches and is linked. An object that is
 * present but empty still asks that there be one.
 */
export const filters = {
  flows: flowFilter.nullable().optional(),
  flowRuns: flowRunFilter.nullable().optional(),
  taskRuns: taskRunFilter.nullable().optional(),
  deployments: deploymentFilter.nullable().optional(),
  workPools: workPoolFilter.nullable().optional(),
  workPoolQueues: workQueueFilter.nullable().optional(),
};

const filterSet = z.object(filters);
export type Filters = z.output<typeof filterSet>;
