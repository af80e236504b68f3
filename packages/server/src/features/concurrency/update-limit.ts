import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { brokenUnique } from '../../database/constraint.ts';
import { wakeLimits } from './wake-limits.ts';

type Update = (typeof api)['concurrencyLimits']['update'];

/** Changes what it names. Lowering a limit ends nothing that holds a slot. Throws NAME_TAKEN. */
export const updateLimit = async (
  context: Context,
  { id, ...change }: z.output<Update['input']>,
): Promise<null> => {
  const { db, now } = context;
  const { name, limit, active, activeSlots, deniedSlots, slotDecayPerSecond } = change;
  const changed = await db
    .updateTable('concurrency_limit')
    .set({
      updated: now,
      ...(name !== undefined && { name }),
      ...(limit !== undefined && { limit }),
      ...(active !== undefined && { active }),
      ...(activeSlots !== undefined && { manual_slots: activeSlots, manual_slots_at: now }),
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
