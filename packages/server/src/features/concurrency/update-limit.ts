import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { brokenUnique } from '../../database/constraint.ts';
import { lockLimits } from './statements/lock-limits.ts';
import { readTakenSlots } from './statements/read-taken-slots.ts';
import { wakeLimits } from './wake-limits.ts';

type Update = (typeof api)['concurrencyLimits']['update'];

/**
 * Changes what it names. Slots that are set are what is in use from then on: those of runs and leases, and the rest by hand.
 * Lowering a limit ends nothing that holds a slot. Throws NAME_TAKEN.
 */
export const updateLimit = async (
  context: Context,
  { id, ...change }: z.output<Update['input']>,
): Promise<null> => {
  const { db, now } = context;
  const { name, limit, active, activeSlots, deniedSlots, slotDecayPerSecond } = change;
  const manualSlots = activeSlots === undefined ? undefined : await slotsByHand(context, id, activeSlots);
  const changed = await db
    .updateTable('concurrency_limit')
    .set({
      updated: now,
      ...(name !== undefined && { name }),
      ...(limit !== undefined && { limit }),
      ...(active !== undefined && { active }),
      ...(manualSlots !== undefined && { manual_slots: manualSlots, manual_slots_at: now }),
      ...(deniedSlots !== undefined && { denied_slots: deniedSlots }),
      ...(slotDecayPerSecond !== undefined && { slot_decay_per_second: slotDecayPerSecond }),
    })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
    .catch((error: unknown) => {
      if (name !== undefined && brokenUnique(error) !== null)
        throw new DomainError('NAME_TAKEN', { noun: 'concurrency limit', name }, { cause: error });
      throw error;
    });
  if (changed === undefined) throw new DomainError('CONCURRENCY_LIMIT_NOT_FOUND', { id });
  await wakeLimits(context, [id]);
  return null;
};

/** How many slots are to be taken by hand, so that `wanted` are taken in all. */
const slotsByHand = async ({ db, now }: Context, id: string, wanted: number): Promise<number> => {
  await lockLimits(db, [id]);
  await db.updateTable('concurrency_limit').set({ manual_slots: 0 }).where('id', '=', id).execute();
  const taken = await readTakenSlots(db, { limitIds: [id], now });
  return Math.max(0, wanted - (taken.get(id) ?? 0));
};
