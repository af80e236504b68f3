import { z } from 'zod';
import { actor, pause } from './actor.ts';
import { flowRunId } from './id.ts';
import { stateType } from './state.ts';
import { text } from './text.ts';
import { instant } from './time.ts';

/** Whoever has claimed a run, and until when it need not be heard. */
const runnerHold = z.object({ runner: text.nullable(), leaseUntil: instant.nullable() });

/** Who holds slots of a limit: a run by its name, or a lease of slots that no run answers for. */
export const limitHolder = z.object({
  kind: z.enum(['flow-run', 'task-run', 'lease']),
  /** Null for a lease that names no holder. */
  id: z.guid().nullable(),
  name: text.nullable(),
  slots: z.int(),
  since: instant,
});
export type LimitHolder = z.output<typeof limitHolder>;

/** Something that allows so many runs at a time. `own` is a deployment's own limit; `global` one that it shares. */
export const runLimit = z.object({
  of: z.enum(['own', 'global', 'work-queue', 'work-pool']),
  /** Of the deployment, limit, queue or pool. */
  name: text,
  limit: z.int(),
  taken: z.int(),
  /** The first few of those who hold slots, the longest first. */
  holders: z.array(limitHolder),
});
export type RunLimit = z.output<typeof runLimit>;

/** What runners ask for when they ask for a run, and when one last did. */
const asked = z.object({
  of: z.enum(['deployment', 'work-queue']),
  name: text,
  lastPolled: instant.nullable(),
});

/** Why a run runs, or does not. */
export const runReason = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('not-due'), start: instant }),
  /** It failed, and is tried again then; by the process that it had, or by whoever claims it. */
  z.object({ kind: z.literal('retry'), at: instant, attempt: z.int(), inProcess: z.boolean() }),
  z.object({
    kind: z.literal('paused'),
    of: z.enum(['work-queue', 'work-pool']),
    name: text,
    pause: pause.nullable(),
  }),
  /** `askedAgainAt`: a client that was turned away asks again then; a runner's claim is woken by a free slot. */
  z.object({ kind: z.literal('limit-full'), limit: runLimit, askedAgainAt: instant.nullable() }),
  /** It found no free slot and asks again then, though a slot is free by now. */
  z.object({ kind: z.literal('slot-asked-again'), at: instant }),
  z.object({ kind: z.literal('deployment-gone') }),
  /** Nobody claims a run without deployment and pool; who made it has to start it. */
  z.object({ kind: z.literal('nobody-claims') }),
  /** Nobody asks for it: never, or not of late. */
  z.object({ kind: z.literal('no-runner'), asked }),
  /** Runners ask for it, and none has taken it so far. */
  z.object({ kind: z.literal('not-taken'), asked }),
  z.object({ kind: z.literal('claimed'), since: instant, by: runnerHold }),
  z.object({ kind: z.literal('running'), since: instant, attempt: z.int(), by: runnerHold }),
  z.object({
    kind: z.literal('run-paused'),
    since: instant,
    until: instant.nullable(),
    suspended: z.boolean(),
    waitsForInput: z.boolean(),
  }),
  z.object({ kind: z.literal('cancelling'), since: instant, by: runnerHold, actor: actor.nullable() }),
  z.object({
    kind: z.literal('ended'),
    type: z.enum(['COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED']),
    name: text,
    at: instant,
    message: text.nullable(),
    actor: actor.nullable(),
  }),
  z.object({ kind: z.literal('no-state') }),
]);
export type RunReason = z.output<typeof runReason>;

export const runExplanation = z.object({
  flowRunId,
  runName: text,
  stateType: stateType.nullable(),
  stateName: text.nullable(),
  /** Seconds since it was due, while it waits; null when it does not, or is not due yet. */
  lateSeconds: z.number().nullable(),
  reason: runReason,
  /** Of its deployment. It holds back only what schedules make, so it never is the reason why a run waits. */
  deploymentPause: pause.nullable(),
  /** The whole of it, as a person would say it. */
  sentence: text,
  /** The instant that it is true of. */
  at: instant,
});
export type RunExplanation = z.output<typeof runExplanation>;
