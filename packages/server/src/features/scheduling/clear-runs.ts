import type { Context } from '../../context.ts';
import { deleteWaitingRuns } from './statements/delete-waiting-runs.ts';
import { forgetPlan } from './statements/forget-plan.ts';

/**
 * Stops the planning of a deployment and removes its runs that nobody has begun, late ones too: those that its schedules made,
 * of schedules that are gone as well, and with `madeByHand` the others. Claimed runs, and those that wait for a slot, stay.
 */
export const clearRuns = async (
  { db, afterCommit, services }: Context,
  { deploymentId, madeByHand }: { deploymentId: string; madeByHand: boolean },
): Promise<void> => {
  const schedules = await db
    .selectFrom('deployment_schedule')
    .select('id')
    .where('deployment_id', '=', deploymentId)
    .execute();
  await forgetPlan(
    db,
    schedules.map(({ id }) => id),
  );
  const gone = await deleteWaitingRuns(db, { deploymentId, madeByHand });
  afterCommit(() => {
    for (const id of gone) services.wake.runChanged(id);
  });
};
