import { z } from 'zod';
import { pause } from './actor.ts';
import { deploymentId, flowRunId, workPoolId, workQueueId } from './id.ts';
import { pageOf } from './page.ts';
import { stateType } from './state.ts';
import { name, tags, text } from './text.ts';
import { instant, seconds } from './time.ts';

export const workQueueStatus = z.enum(['READY', 'NOT_READY', 'PAUSED']);

/** Which deployments a queue takes runs of, as queues had it before there were pools. */
const queueFilter = z.object({
  tags: tags.nullable().default(null),
  deploymentIds: z.array(deploymentId).nullable().default(null),
});

export const workQueue = z.object({
  id: workQueueId,
  created: instant,
  updated: instant,
  name: text,
  description: text.nullable(),
  isPaused: z.boolean(),
  pause: pause.nullable(),
  concurrencyLimit: z.int().nullable(),
  priority: z.int(),
  workPoolId: workPoolId.nullable(),
  workPoolName: text.nullable(),
  filter: queueFilter.nullable(),
  lastPolled: instant.nullable(),
  status: workQueueStatus,
  /** Runs that are PENDING, RUNNING or CANCELLING; null without a limit. */
  activeSlots: z.int().nullable(),
});
export type WorkQueue = z.output<typeof workQueue>;

const concurrencyLimit = z.int().min(0).max(1_000_000_000).nullable();
const priority = z.int().min(1).max(1_000_000_000);

export const workQueueCreate = z.strictObject({
  name,
  description: text.nullable().default(''),
  isPaused: z.boolean().default(false),
  concurrencyLimit: concurrencyLimit.default(null),
  /** The lower, the earlier; null for the first number that no queue of the pool has. */
  priority: priority.nullable().default(null),
  filter: queueFilter.nullable().default(null),
});
export type WorkQueueCreate = z.output<typeof workQueueCreate>;

/** Changes what it names. A priority that another queue has moves the others up, as few as need be. */
export const workQueueUpdate = z.strictObject({
  name: name.optional(),
  description: text.nullable().optional(),
  isPaused: z.boolean().optional(),
  pauseReason: text.max(1000).nullable().default(null),
  concurrencyLimit: concurrencyLimit.optional(),
  priority: priority.optional(),
  filter: queueFilter.nullable().optional(),
  lastPolled: instant.nullable().optional(),
});
export type WorkQueueUpdate = z.output<typeof workQueueUpdate>;

/** A run that holds a slot of a queue and of its pool. */
export const slotHolder = z.object({
  id: flowRunId,
  name: text,
  stateType,
  stateName: text,
  startTime: instant.nullable(),
  stateTimestamp: instant,
  /** Seconds since `stateTimestamp`. */
  timeInCurrentState: seconds,
});

/** The slots of a queue with the runs that hold them. */
export const workQueueConcurrency = pageOf(slotHolder).extend({
  activeSlots: z.int(),
  concurrencyLimit: z.int().nullable(),
});

export const workQueueHealth = z.object({
  /** Polled of late, and no run late. */
  healthy: z.boolean(),
  lateRunsCount: z.int(),
  lastPolled: instant.nullable(),
  healthCheckPolicy: z.object({
    maximumLateRuns: z.int(),
    maximumSecondsSinceLastPolled: z.number(),
  }),
});
