import { z } from 'zod';
import { pause } from './actor.ts';
import { blockDocumentId, workPoolId, workQueueId } from './id.ts';
import { jsonObject } from './json.ts';
import { pageOf } from './page.ts';
import { text, visibleName } from './text.ts';
import { instant } from './time.ts';
import { slotHolder } from './work-queue.ts';

export const workPoolStatus = z.enum(['READY', 'NOT_READY', 'PAUSED']);

export const storageConfiguration = z.strictObject({
  bundleUploadStep: jsonObject.nullable().default(null),
  bundleExecutionStep: jsonObject.nullable().default(null),
  defaultResultStorageBlockId: blockDocumentId.nullable().default(null),
});

export const workPool = z.object({
  id: workPoolId,
  created: instant,
  updated: instant,
  name: text,
  description: text.nullable(),
  type: text,
  baseJobTemplate: jsonObject,
  isPaused: z.boolean(),
  pause: pause.nullable(),
  concurrencyLimit: z.int().nullable(),
  storageConfiguration,
  /** Null for the pools of agents, who do not say that they are there. */
  status: workPoolStatus.nullable(),
  defaultQueueId: workQueueId.nullable(),
  /** Runs that are PENDING, RUNNING or CANCELLING; null without a limit. */
  activeSlots: z.int().nullable(),
});
export type WorkPool = z.output<typeof workPool>;

const concurrencyLimit = z.int().min(0).max(1_000_000_000).nullable();

export const workPoolCreate = z.strictObject({
  name: visibleName,
  description: text.nullable().default(null),
  type: text.default('prefect-agent'),
  baseJobTemplate: jsonObject.default({}),
  isPaused: z.boolean().default(false),
  concurrencyLimit: concurrencyLimit.default(null),
  storageConfiguration: storageConfiguration.default({
    bundleUploadStep: null,
    bundleExecutionStep: null,
    defaultResultStorageBlockId: null,
  }),
});
export type WorkPoolCreate = z.output<typeof workPoolCreate>;

/** Changes what it names. `pauseReason` goes with a pause. */
export const workPoolUpdate = z.strictObject({
  description: text.nullable().optional(),
  baseJobTemplate: jsonObject.optional(),
  isPaused: z.boolean().optional(),
  pauseReason: text.max(1000).nullable().default(null),
  concurrencyLimit: concurrencyLimit.optional(),
  storageConfiguration: storageConfiguration.optional(),
});
export type WorkPoolUpdate = z.output<typeof workPoolUpdate>;

/** The slots of a pool and of its queues, in order of priority, with some of the runs that hold them. */
export const workPoolConcurrency = pageOf(
  z.object({
    queueId: workQueueId,
    queueName: text,
    activeSlots: z.int(),
    concurrencyLimit: z.int().nullable(),
    flowRuns: z.array(slotHolder),
  }),
).extend({ activeSlots: z.int(), concurrencyLimit: z.int().nullable() });
