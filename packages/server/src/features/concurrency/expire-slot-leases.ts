import type { Services } from '../../context.ts';
import { inTransaction } from '../../transaction.ts';
import { deleteExpiredLeases } from './statements/delete-expired-leases.ts';
import { freeExpiredSlots } from './statements/free-expired-slots.ts';
import { wakeLimits } from './wake-limits.ts';

const batch = 500;

/** One pass: leases of slots that ran out are removed, and whoever waits for their slots is told. */
export const expireSlotLeases = (services: Services): Promise<{ leases: number; full: boolean }> =>
  inTransaction(services, { actor: null }, async (context) => {
    const { db, now } = context;
    const gone = await deleteExpiredLeases(db, { now, limit: batch });
    const freed = [...gone, ...(await freeExpiredSlots(db, { now, limit: batch }))];
    await wakeLimits(context, [...new Set(freed.flatMap((id) => id ?? []))]);
    return { leases: freed.length, full: freed.length >= batch };
  });
