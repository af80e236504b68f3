import { z } from 'zod';
import { flowRunId, stateId, taskRunId } from './id.ts';
import { labels } from './json.ts';
import { orchestrationResult } from './orchestration.ts';
import { state, stateCreate, stateType } from './state.ts';
import { tags, text } from './text.ts';
import { instant, seconds } from './time.ts';

export const taskRunPolicy = z.object({
  maxRetries: z.int().default(0),
  retryDelaySeconds: z.number().default(0),
  retries: z.int().min(0).nullable().default(null),
  retryDelay: z
    .union([seconds, z.array(seconds).max(50)])
    .nullable()
    .default(null),
  retryJitterFactor: z.number().min(0).nullable().default(null),
});

const taskInput = z.union([
  z.object({ inputType: z.literal('task_run'), id: taskRunId }),
  z.object({ inputType: z.literal('flow_run'), id: flowRunId }),
  z.object({ inputType: z.literal('parameter'), name: text }),
  z.object({ inputType: z.literal('constant'), type: text }),
]);

/** What each argument came from; the task runs among them are what it waited for. */
const taskInputs = z.record(text, z.array(taskInput));
const cacheKey = text.max(2000).nullable();

export const taskRun = z.object({
  id: taskRunId,
  created: instant,
  updated: instant,
  name: text,
  flowRunId: flowRunId.nullable(),
  taskKey: text,
  dynamicKey: text,
  cacheKey,
  cacheExpiration: instant.nullable(),
  taskVersion: text.nullable(),
  empiricalPolicy: taskRunPolicy,
  tags,
  labels,
  taskInputs,
  stateId: stateId.nullable(),
  state: state.nullable(),
  stateType: stateType.nullable(),
  stateName: text.nullable(),
  runCount: z.int(),
  flowRunRunCount: z.int(),
  expectedStartTime: instant.nullable(),
  nextScheduledStartTime: instant.nullable(),
  startTime: instant.nullable(),
  endTime: instant.nullable(),
  totalRunTime: z.number(),
  estimatedRunTime: z.number(),
  estimatedStartTimeDelta: z.number(),
});
export type TaskRun = z.output<typeof taskRun>;

/** What a task run is, whatever becomes of it. `taskKey` names the task, `dynamicKey` tells its calls within a flow run apart. */
const members = {
  name: text.max(1000).nullable().default(null),
  taskKey: text.max(1000),
  dynamicKey: text.max(1000),
  cacheKey: cacheKey.default(null),
  cacheExpiration: instant.nullable().default(null),
  taskVersion: text.nullable().default(null),
  empiricalPolicy: taskRunPolicy.partial().optional(),
  tags: tags.default([]),
  labels: labels.nullable().default({}),
  taskInputs: taskInputs.default({}),
};

/** Starts Pending, or in whatever state it is given, which no rule looks at. */
export const taskRunCreate = z.strictObject({
  ...members,
  id: taskRunId.nullable().default(null),
  flowRunId: flowRunId.nullable().default(null),
  state: stateCreate.nullable().default(null),
});
export type TaskRunCreate = z.output<typeof taskRunCreate>;

export const taskRunUpdate = z.strictObject({ name: text.max(1000).nullable().optional() });

/** A state that a task run has entered, or would enter. Its transition id is what makes a repeat of the report harmless. */
const reportedState = stateCreate
  .extend({
    /** How long ago it was entered when the report is sent; an instant of the sender's own clock might be wrong. */
    agoMs: z.number().min(0).max(86_400_000).default(0),
  })
  .refine(({ stateDetails }) => stateDetails.transitionId !== null, {
    error: 'every reported state needs a transition id of its own',
    path: ['stateDetails', 'transitionId'],
  });

/** News of one task run: what it is, with the first report of it; then the states that it entered, in order. */
export const taskReport = z.strictObject({
  /** Made by the sender, so that it can refer to the task run before it has an answer. */
  id: taskRunId,
  run: z.strictObject(members).nullable().default(null),
  states: z.array(reportedState).max(20),
});
export type TaskReport = z.output<typeof taskReport>;

/**
 * `accepted` of the states were taken, in order. The next one, if there is one, was `refused`, with the state that the task
 * run is in now: Cached, AwaitingRetry, NotReady, or as it was (told to wait, or to stop). What came after it was not looked at.
 */
export const taskReportAnswer = z.object({
  /** Of the task run that these keys have in the flow run: another than was sent, where they had one already. */
  id: taskRunId,
  accepted: z.int(),
  refused: orchestrationResult.nullable(),
});
export type TaskReportAnswer = z.output<typeof taskReportAnswer>;
