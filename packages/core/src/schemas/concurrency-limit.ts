import { z } from 'zod';
import { concurrencyLimitId } from './id.ts';
import { name } from './text.ts';
import { instant } from './time.ts';

export const collisionStrategy = z.enum(['ENQUEUE', 'CANCEL_NEW']);

export const concurrencyOptions = z.object({
  collisionStrategy,
  gracePeriodSeconds: z.int().min(60).max(86_400).nullable().default(null),
});
export type ConcurrencyOptions = z.output<typeof concurrencyOptions>;

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
