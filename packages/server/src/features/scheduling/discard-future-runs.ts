import type { Context } from '../../context.ts';
import { deleteUnstartedRuns } from './statements/delete-unstarted-runs.ts';
import { forgetPlan } from './statements/forget-plan.ts';

/**
 * Removes what was planned for these schedules and has not begun, future starts only unless `late`; answers how many runs
 * went. Late and claimed runs, and those that wait for a slot, stay.
 */
export const discardFutureRuns = async (
  { db, now, afterCommit, services }: Context,
  { scheduleIds, late = false }: { scheduleIds: readonly string[]; late?: boolean },
): Promise<number> => {
  if (scheduleIds.length === 0) return 0;
  await forgetPlan(db, scheduleIds);
  const gone = await deleteUnstartedRuns(db, { scheduleIds, after: late ? null : now });
  afterCommit(() => {
    for (const id of gone) services.wake.runChanged(id);
  });
  return gone.length;
};
