import type { Context } from '../../context.ts';
import { makePlannedRuns } from './make-planned-runs.ts';
import { type Planned, planSchedule } from './plan-schedule.ts';
import type { PlannedSchedule } from './planned-schedule.ts';
import { runParameters } from './run-parameters.ts';
import { markRefilled } from './statements/mark-refilled.ts';

/** Plans locked schedules and makes their runs, in as many statements for all of them as for one. Answers how many runs it made. */
export const writePlans = async (
  context: Context,
  schedules: readonly PlannedSchedule[],
): Promise<number> => {
  if (schedules.length === 0) return 0;
  const { db, now, services, log } = context;
  const whole = schedules.map((schedule) => planSchedule(schedule, now, services.config));
  const parameters = await runParameters(
    context,
    whole.filter(({ starts }) => starts.length > 0).map(({ refilled }) => refilled.id),
  );
  const plans = whole.map((plan) =>
    parameters.get(plan.refilled.id)?.fault ? withNextStartAlone(plan) : plan,
  );
  const made = await makePlannedRuns(
    context,
    plans.flatMap(({ starts, refilled }) => {
      const given = parameters.get(refilled.id);
      return given === undefined ? [] : [{ scheduleId: refilled.id, starts, ...given }];
    }),
  );
  const refilled = plans.map((planned) => planned.refilled);
  await markRefilled(db, refilled);
  for (const { id, error, missed } of refilled) {
    if (error !== null) log.warn({ scheduleId: id, error }, 'schedule cannot be planned');
    if (missed !== null) log.warn({ scheduleId: id, ...missed }, 'starts passed while no server was there');
  }
  return made;
};

/**
 * What cannot be begun is made one start at a time: once that has passed it is looked at again, for what is missing may be there
 * by then.
 */
const withNextStartAlone = ({ starts, refilled }: Planned): Planned => {
  const [next] = starts;
  if (next === undefined) return { starts, refilled };
  const at = new Date(next);
  return { starts: [next], refilled: { ...refilled, plannedUntil: at, refillAt: at } };
};
