import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { readLimit } from './read-limit.ts';

type Create = (typeof api)['concurrencyLimits']['create'];

/** Throws NAME_TAKEN. */
export const createLimit = async (
  context: Context,
  { name, limit, active, activeSlots, deniedSlots, slotDecayPerSecond }: z.output<Create['input']>,
): Promise<z.input<Create['output']>> => {
  const { db, now } = context;
  const made = await db
    .insertInto('concurrency_limit')
    .values({
      id: newId(now),
      created: now,
      updated: now,
      name,
      limit,
      active,
      slot_decay_per_second: slotDecayPerSecond,
      manual_slots: activeSlots,
      manual_slots_at: now,
      denied_slots: deniedSlots,
      average_occupancy_seconds: 2,
      owner_deployment_id: null,
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made === undefined) throw new DomainError('NAME_TAKEN', { noun: 'concurrency limit', name });
  return readLimit(context, made);
};
