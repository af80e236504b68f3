import type { Context } from '../../context.ts';
import { lockSchedules } from './statements/lock-schedules.ts';
import { writePlans } from './write-plans.ts';

/** Plans these schedules now, in the caller's transaction; paused and inactive ones get nothing. */
export const refillSchedules = async (
  context: Context,
  { scheduleIds }: { scheduleIds: readonly string[] },
): Promise<{ created: number }> => {
  if (scheduleIds.length === 0) return { created: 0 };
  return { created: await writePlans(context, await lockSchedules(context.db, scheduleIds)) };
};
