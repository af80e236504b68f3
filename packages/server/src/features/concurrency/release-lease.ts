import type { Context } from '../../context.ts';
import { wakeLimits } from './wake-limits.ts';

/** Gives back what a lease holds. One that is gone holds nothing. */
export const releaseLease = async (context: Context, { leaseId }: { leaseId: string }): Promise<null> => {
  const released = await context.db
    .deleteFrom('concurrency_lease')
    .where('lease_id', '=', leaseId)
    .returning('limit_id')
    .execute();
  await wakeLimits(context, [...new Set(released.flatMap((row) => row.limit_id ?? []))]);
  return null;
};
