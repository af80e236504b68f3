import { z } from 'zod';
import { flowRunId, stateId, taskRunId } from './id.ts';
import { preciseInstant } from './precise-instant.ts';
import { stateCreate } from './state.ts';
import { taskRun } from './task-run.ts';

const { shape } = taskRun;
const count = z.int().min(0).max(2_147_483_647).nullish();

/** What a client tells of a task run with each of its states: what it leaves out stays as it is. Null is a value only where it can be one. */
const members = z.object({
  name: shape.name.nullish(),
  taskKey: shape.taskKey.nullish(),
  dynamicKey: shape.dynamicKey.nullish(),
  cacheKey: shape.cacheKey.optional(),
  cacheExpiration: shape.cacheExpiration.optional(),
  taskVersion: shape.taskVersion.optional(),
  empiricalPolicy: shape.empiricalPolicy.nullish(),
  tags: shape.tags.nullish(),
  labels: shape.labels.nullish(),
  taskInputs: shape.taskInputs.nullish(),
  runCount: count,
  flowRunRunCount: count,
  expectedStartTime: shape.expectedStartTime.optional(),
  nextScheduledStartTime: shape.nextScheduledStartTime.optional(),
  startTime: shape.startTime.optional(),
  endTime: shape.endTime.optional(),
  totalRunTime: shape.totalRunTime.nullish(),
});

/** A state that a task run has entered whose client decides its states itself, and the task run as it was then. */
export const taskEvent = z.object({
  /** Of the state, and of the event that told of it. */
  id: stateId,
  occurred: preciseInstant,
  taskRunId,
  flowRunId: flowRunId.nullable(),
  state: z.object(stateCreate.shape),
  run: members,
});
export type TaskEvent = z.output<typeof taskEvent>;
