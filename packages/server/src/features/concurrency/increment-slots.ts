import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { changeManualSlots } from './statements/change-manual-slots.ts';
import { takeSlots } from './take-slots.ts';

type Increment = (typeof api)['concurrencyLimits']['increment'];

/** Takes slots without a lease: they are taken until they are given back, or have decayed. */
export const incrementSlots = async (
  context: Context,
  request: z.output<Increment['input']>,
): Promise<z.input<Increment['output']>> => {
  const taken = await takeSlots(context, request);
  if (!taken.granted) return taken;
  const limitIds = taken.holding.map(({ id }) => id);
  await changeManualSlots(context.db, { limitIds, by: request.slots, now: context.now });
  return { granted: true, limits: taken.limits };
};
