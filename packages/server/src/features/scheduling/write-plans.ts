import type { Context } from '../../context.ts';
import { makePlannedRuns } from './make-planned-runs.ts';
import { planSchedule } from './plan-schedule.ts';
import type { PlannedSchedule } from './planned-schedule.ts';
import { markRefilled } from './statements/mark-refilled.ts';

/** Plans locked schedules and makes their runs, in as many statements for all of them as for one. Answers how many runs it made. */
export const writePlans = async (
  context: Context,
  schedules: readonly PlannedSchedule[],
): Promise<number> => {
  if (schedules.length === 0) return 0;
  const { db, now, services, log } = context;
  const plans = schedules.map((schedule) => planSchedule(schedule, now, services.config));
  const made = await makePlannedRuns(
    context,
    plans.map(({ starts, refilled }) => ({ scheduleId: refilled.id, starts })),
  );
  const refilled = plans.map((planned) => planned.refilled);
  await markRefilled(db, refilled);
  for (const { id, error, missed } of refilled) {
    if (error !== null) log.warn({ scheduleId: id, error }, 'schedule cannot be planned');
    if (missed !== null) log.warn({ scheduleId: id, ...missed }, 'starts passed while no server was there');
  }
  return made;
};
