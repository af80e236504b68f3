import type { Context } from '../../context.ts';
import { recordDeploymentEvents } from '../events/record-events.ts';
import { clearRuns } from '../scheduling/clear-runs.ts';
import { lockDeployment } from './lock-deployment.ts';
import { deleteOwnLimit } from './write-limit.ts';

/** Its schedules, its own limit and its runs that nobody has begun go with it, those made by hand too; other runs stay. */
export const deleteDeployment = async (context: Context, { id }: { id: string }): Promise<null> => {
  await lockDeployment(context, id);
  await recordDeploymentEvents(context, [{ deploymentId: id, kind: 'deployment.deleted' }]);
  await clearRuns(context, { deploymentId: id, madeByHand: true });
  await context.db.deleteFrom('deployment').where('id', '=', id).execute();
  await deleteOwnLimit(context, id);
  return null;
};
