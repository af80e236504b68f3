import { z } from 'zod';
import { concurrencyLimitId, leaseId } from './id.ts';
import { name, text } from './text.ts';
import { instant } from './time.ts';

export const collisionStrategy = z.enum(['ENQUEUE', 'CANCEL_NEW']);

export const concurrencyOptions = z.object({
  collisionStrategy,
  gracePeriodSeconds: z.int().min(60).max(86_400).nullable().default(null),
});
export type ConcurrencyOptions = z.output<typeof concurrencyOptions>;

/** `activeSlots`: live runs, live leases, and what was set by hand less its decay. An inactive limit holds nobody back. */
export const globalConcurrencyLimit = z.object({
  id: concurrencyLimitId,
  created: instant,
  updated: instant,
  active: z.boolean(),
  name,
  limit: z.int(),
  activeSlots: z.int(),
  slotDecayPerSecond: z.number(),
});
export type GlobalConcurrencyLimit = z.output<typeof globalConcurrencyLimit>;

export const concurrencyLimit = globalConcurrencyLimit.extend({
  /** Requests for slots that were turned away since slots were last set. */
  deniedSlots: z.int(),
  /** How long a slot is held on average, in seconds; what a caller that is turned away is told to wait by. */
  averageOccupancySeconds: z.number(),
});
export type ConcurrencyLimit = z.output<typeof concurrencyLimit>;

const slots = z.int().min(0).max(1_000_000_000);
const slotDecayPerSecond = z
  .number()
  .min(0)
  .max(1_000_000)
  .refine((decay) => decay === 0 || decay >= 1e-9, 'must be 0 or at least 0.000000001');

export const concurrencyLimitCreate = z.strictObject({
  name,
  limit: slots,
  active: z.boolean().default(true),
  /** Slots taken by hand from the start. */
  activeSlots: slots.default(0),
  deniedSlots: slots.default(0),
  slotDecayPerSecond: slotDecayPerSecond.default(0),
});
export type ConcurrencyLimitCreate = z.output<typeof concurrencyLimitCreate>;

/** Changes what it names. `activeSlots` sets how many are taken in all: what runs and leases do not take of them is taken by hand. */
export const concurrencyLimitUpdate = z.strictObject({
  name: name.optional(),
  limit: slots.optional(),
  active: z.boolean().optional(),
  activeSlots: slots.optional(),
  deniedSlots: slots.optional(),
  slotDecayPerSecond: slotDecayPerSecond.optional(),
});
export type ConcurrencyLimitUpdate = z.output<typeof concurrencyLimitUpdate>;

/** Who holds slots on a lease. */
export const leaseHolder = z.object({ type: z.enum(['flow_run', 'task_run', 'deployment']), id: z.guid() });
export type LeaseHolder = z.output<typeof leaseHolder>;

/** `concurrency` holds slots until they are given back; `rate_limit` lets them decay, and needs a limit that does. */
export const slotMode = z.enum(['concurrency', 'rate_limit']);

export const slotRequest = z.strictObject({
  names: z.array(text).min(1).max(200),
  slots: z.int().min(1).max(1_000_000_000),
  mode: slotMode.default('concurrency'),
});
export type SlotRequest = z.output<typeof slotRequest>;

/** A limit whose slots were asked for. */
export const askedLimit = z.object({ id: concurrencyLimitId, name, limit: z.int() });

export const leaseSeconds = z.number().min(60).max(86_400);

const granted = z.object({ granted: z.literal(true), limits: z.array(askedLimit) });
/** Turned away: all of the slots or none. `retryAfterSeconds` is a guess at when to ask again. */
const denied = z.object({ granted: z.literal(false), retryAfterSeconds: z.number() });

export const slotsAnswer = z.discriminatedUnion('granted', [granted, denied]);
export const leaseAnswer = z.discriminatedUnion('granted', [granted.extend({ leaseId }), denied]);
