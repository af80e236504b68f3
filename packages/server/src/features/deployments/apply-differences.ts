import type { Context } from '../../context.ts';
import { pauseColumns } from '../../pause.ts';
import { discardFutureRuns } from '../scheduling/discard-future-runs.ts';
import { refillSchedules } from '../scheduling/refill-schedules.ts';
import type { CurrentDeployment } from './current-deployment.ts';
import { columnsOf, shapesRuns } from './deployment-values.ts';
import { type Differences, differs } from './differences.ts';
import { writeLimit } from './write-limit.ts';
import { writeSchedules } from './write-schedules.ts';

/**
 * Makes a locked deployment what it is to be. The planned runs of a schedule are made anew where the schedule changed, and those
 * of all of them where something changed that runs are made from; when this returns, the first ones are there. Answers the ids
 * of the schedules that it added.
 */
export const applyDifferences = async (
  context: Context,
  current: Pick<CurrentDeployment, 'id' | 'limit' | 'schedules'>,
  differences: Differences,
): Promise<string[]> => {
  if (!differs(differences)) return [];
  const { db, now, actor } = context;
  const { values, limit, schedules: plan } = differences;
  await db
    .updateTable('deployment')
    .set({ ...columnsOf(values), ...pauseColumns(context, values.paused), updated: now, updated_by: actor })
    .where('id', '=', current.id)
    .execute();

  const touched = new Set([...plan.removed, ...plan.changed.map(({ to }) => to)].map(({ id }) => id));
  const others = current.schedules.flatMap(({ id }) => (touched.has(id) ? [] : id));
  const written = await writeSchedules(context, { deploymentId: current.id, plan });
  const remade = shapesRuns(values);
  if (remade || values.paused === true) await discardFutureRuns(context, { scheduleIds: others });
  const replanned = remade || values.paused === false ? others : [];
  await refillSchedules(context, { scheduleIds: [...written.changed, ...written.added, ...replanned] });

  await writeLimit(context, { deploymentId: current.id, current: current.limit, plan: limit });
  return written.added;
};
