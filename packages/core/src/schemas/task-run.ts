import { z } from 'zod';
import { flowRunId, stateId, taskRunId } from './id.ts';
import { labels } from './json.ts';
import { state, stateType } from './state.ts';
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

export const taskRun = z.object({
  id: taskRunId,
  created: instant,
  updated: instant,
  name: text,
  flowRunId: flowRunId.nullable(),
  taskKey: text,
  dynamicKey: text,
  cacheKey: text.max(2000).nullable(),
  cacheExpiration: instant.nullable(),
  taskVersion: text.nullable(),
  empiricalPolicy: taskRunPolicy,
  tags,
  labels,
  taskInputs: z.record(text, z.array(taskInput)),
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
