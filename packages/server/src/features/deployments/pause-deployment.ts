import type { Context } from '../../context.ts';
import { pauseColumns } from '../../pause.ts';
import { recordDeploymentEvents } from '../events/record-events.ts';
import { clearRuns } from '../scheduling/clear-runs.ts';
import { changeDeployment } from './change-deployment.ts';
import { currentDeployment } from './current-deployment.ts';
import { differencesOf } from './differences.ts';
import { lockDeployment } from './lock-deployment.ts';
import { noSchedulePlan } from './schedule-plan.ts';

/**
 * Removes the runs that schedules made and nobody has begun, late ones too, and plans no more. A second pause removes what was
 * made since, and says nothing new of when, by whom and why.
 */
export const pauseDeployment = async (
  context: Context,
  { id, reason }: { id: string; reason: string | null },
): Promise<null> => {
  const { db, now, actor } = context;
  await lockDeployment(context, id);
  const paused = await db
    .updateTable('deployment')
    .set({ paused: true, ...pauseColumns(context, true, reason), updated: now, updated_by: actor })
    .where('id', '=', id)
    .where('paused', '=', false)
    .executeTakeFirst();
  if (paused.numUpdatedRows > 0n)
    await recordDeploymentEvents(context, [{ deploymentId: id, kind: 'deployment.paused', reason }]);
  await clearRuns(context, { deploymentId: id, madeByHand: false });
  return null;
};

/** Plans the active schedules from this moment on; starts that passed meanwhile are not made. */
export const resumeDeployment = async (context: Context, { id }: { id: string }): Promise<null> => {
  await lockDeployment(context, id);
  const current = await currentDeployment(context, id);
  await changeDeployment(
    context,
    current,
    differencesOf(current, {
      values: { paused: false },
      limit: {},
      schedules: noSchedulePlan,
    }),
  );
  return null;
};
