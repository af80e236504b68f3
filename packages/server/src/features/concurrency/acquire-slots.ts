import { type api, leaseId } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { takeSlots } from './take-slots.ts';

type Acquire = (typeof api)['concurrencyLimits']['acquire'];

/** Takes slots on a lease. One that holds nothing, since no named limit is there and active, can be renewed all the same. */
export const acquireSlots = async (
  context: Context,
  { leaseSeconds, holder, ...request }: z.output<Acquire['input']>,
): Promise<z.input<Acquire['output']>> => {
  const taken = await takeSlots(context, request);
  if (!taken.granted) return taken;
  const { db, now } = context;
  const lease = leaseId.parse(newId(now));
  const limitIds = taken.holding.map(({ id }) => id);
  await db
    .insertInto('concurrency_lease')
    .values(
      (limitIds.length === 0 ? [null] : limitIds).map((limitId) => ({
        id: newId(now),
        created: now,
        updated: now,
        limit_id: limitId,
        lease_id: lease,
        slots: request.slots,
        holder,
        expires_at: new Date(now.getTime() + leaseSeconds * 1000),
      })),
    )
    .execute();
  return { granted: true, limits: taken.limits, leaseId: lease };
};
