import { z } from 'zod';
import { pause } from './actor.ts';
import { collisionStrategy } from './concurrency-limit.ts';
import { deploymentStatus } from './deployment.ts';
import { concurrencyLimitId, deploymentId, flowId, flowRunId, scheduleId } from './id.ts';
import { schedule } from './schedule.ts';
import { stateType } from './state.ts';
import { tags, text } from './text.ts';
import { instant } from './time.ts';

/** Runs of a deployment that an overview shows. */
export const overviewRuns = 20;

const overviewRun = z.object({
  id: flowRunId,
  name: text,
  stateType,
  stateName: text,
  /** When it started, or was to start. */
  start: instant,
  /** Seconds that it has run so far. */
  duration: z.number(),
});

const overviewSchedule = z.object({
  id: scheduleId,
  slug: text.nullable(),
  /** `cron 0 9 * * 1-5 (Europe/Berlin)`. */
  words: text,
  schedule,
  active: z.boolean(),
  nextStart: instant.nullable(),
  /** Why it cannot be planned; null while it can. */
  error: text.nullable(),
});

const overviewLimit = z.object({
  id: concurrencyLimitId,
  name: text,
  limit: z.int(),
  active: z.boolean(),
  activeSlots: z.int(),
  /** It belongs to the deployment alone, and goes with it. */
  own: z.boolean(),
  collisionStrategy,
});

/** A deployment as a list shows it: what it did last, and what it does next. */
export const deploymentOverview = z.object({
  id: deploymentId,
  name: text,
  flowId,
  flowName: text,
  tags,
  workPoolName: text.nullable(),
  workQueueName: text.nullable(),
  status: deploymentStatus,
  lastPolled: instant.nullable(),
  pause: pause.nullable(),
  paused: z.boolean(),
  limit: overviewLimit.nullable(),
  schedules: z.array(overviewSchedule),
  /** The earliest start ahead, whoever made the run. */
  nextStart: instant.nullable(),
  /** The last twenty whose start has come, newest first. */
  runs: z.array(overviewRun),
  /** Runs that are Late, and runs that are PENDING, RUNNING or CANCELLING. */
  late: z.int(),
  live: z.int(),
});
export type DeploymentOverview = z.output<typeof deploymentOverview>;

const attentionOf = { id: deploymentId, name: text, flowName: text };

/** What of the deployments needs somebody: how many, and the first of them. Paused ones are as they were meant to be. */
export const deploymentAttention = z.object({
  /** Their schedules make runs, and nobody asks for them. */
  notReady: z.object({
    count: z.int(),
    first: z.array(z.object({ ...attentionOf, lastPolled: instant.nullable() })),
  }),
  /** Schedules that cannot be planned; named by slug, or by what they say. */
  scheduleErrors: z.object({
    count: z.int(),
    first: z.array(z.object({ ...attentionOf, scheduleId, schedule: text, error: text })),
  }),
});
export type DeploymentAttention = z.output<typeof deploymentAttention>;

/** What deleting a deployment would do at this moment. */
export const deploymentDeletePreview = z.object({
  /** By slug, or by what they say. */
  schedules: z.array(text),
  /** Runs that nobody has begun; they go. Those whose start lies ahead, and those whose start has passed. */
  goes: z.object({ planned: z.int(), due: z.int() }),
  /** Runs that stay, and end as they would: at work, paused, or waiting for another attempt or for a slot. */
  stays: z.object({ live: z.int(), paused: z.int(), waiting: z.int() }),
  /** Its limit: one of its own goes with it, a shared one stays. */
  limit: z.object({ id: concurrencyLimitId, name: text, limit: z.int(), goes: z.boolean() }).nullable(),
});
export type DeploymentDeletePreview = z.output<typeof deploymentDeletePreview>;
