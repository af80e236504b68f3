import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { discardFutureRuns } from '../scheduling/discard-future-runs.ts';
import type { SchedulePlan } from './schedule-plan.ts';
import { freeSlugs } from './statements/free-slugs.ts';
import { insertSchedules } from './statements/insert-schedules.ts';
import { updateSchedules } from './statements/update-schedules.ts';

/**
 * Carries a plan out on the schedules of a locked deployment. Of those that change or go, the future runs that nobody has begun
 * go too; late and claimed ones stay. Answers the ids of those that are to be planned now: the new ones, in the order of the
 * plan, and the changed ones.
 */
export const writeSchedules = async (
  context: Context,
  { deploymentId, plan }: { deploymentId: string; plan: SchedulePlan },
): Promise<{ added: string[]; changed: string[] }> => {
  const { db, now, actor } = context;
  const { changed } = plan;
  const removed = plan.removed.map(({ id }) => id);
  await discardFutureRuns(context, { scheduleIds: [...removed, ...changed.map(({ to }) => to.id)] });
  if (removed.length > 0) await db.deleteFrom('deployment_schedule').where('id', 'in', removed).execute();
  const renamed = changed.flatMap(({ from, to }) => (from.slug === to.slug ? [] : to.id));
  if (renamed.length > 0) await freeSlugs(db, renamed);
  if (changed.length > 0) await updateSchedules(db, { changed, now, actor });
  const schedules = plan.added.map((schedule) => ({ ...schedule, id: newId(now) }));
  if (schedules.length > 0) await insertSchedules(db, { deploymentId, schedules, now, actor });
  return { added: schedules.map(({ id }) => id), changed: changed.map(({ to }) => to.id) };
};
