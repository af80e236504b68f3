import type { api } from '@carillon/core';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { changeManualSlots } from './statements/change-manual-slots.ts';
import { lockNamedLimits } from './statements/lock-named-limits.ts';
import { wakeLimits } from './wake-limits.ts';

type Decrement = (typeof api)['concurrencyLimits']['decrement'];

/** Gives back slots that were taken without a lease; the time that they were held counts for how long others are told to wait. */
export const decrementSlots = async (
  context: Context,
  { names, slots, occupancySeconds }: z.output<Decrement['input']>,
): Promise<z.input<Decrement['output']>> => {
  const { db, now } = context;
  const limits = await lockNamedLimits(db, names);
  const limitIds = limits.filter((limit) => limit.active).map(({ id }) => id);
  await changeManualSlots(db, { limitIds, by: -slots, now });
  if (occupancySeconds !== null && limitIds.length > 0)
    await db
      .updateTable('concurrency_limit')
      .set({
        // A moving average over about as many slots as there are.
        average_occupancy_seconds: sql`average_occupancy_seconds
          + (${occupancySeconds} - average_occupancy_seconds) / (2 * greatest(1, "limit"))`,
      })
      .where('id', 'in', limitIds)
      .execute();
  await wakeLimits(context, limitIds);
  return limits.map(({ id, name, limit }) => ({ id, name, limit }));
};
