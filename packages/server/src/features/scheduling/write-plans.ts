import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { runName } from '../flow-runs/run-name.ts';
import { planSchedule } from './plan-schedule.ts';
import type { PlannedSchedule } from './planned-schedule.ts';
import { insertScheduledRuns, type PlannedRun } from './statements/insert-scheduled-runs.ts';
import { markRefilled } from './statements/mark-refilled.ts';

/** Plans locked schedules and makes their runs: two statements, however many there are. Answers how many runs it made. */
export const writePlans = async (
  context: Context,
  schedules: readonly PlannedSchedule[],
): Promise<number> => {
  if (schedules.length === 0) return 0;
  const { db, now, services, afterCommit, log } = context;
  const plans = schedules.map((schedule) => planSchedule(schedule, now, services.config));
  const runs: PlannedRun[] = plans.flatMap(({ starts, refilled }) =>
    starts.map((start) => ({
      id: newId(now),
      stateId: newId(now),
      scheduleId: refilled.id,
      start: new Date(start),
      name: runName(),
    })),
  );
  const made = runs.length === 0 ? [] : await insertScheduledRuns(db, { runs, now });
  const refilled = plans.map((planned) => planned.refilled);
  await markRefilled(db, refilled);
  for (const { id, error, missed } of refilled) {
    if (error !== null) log.warn({ scheduleId: id, error }, 'schedule cannot be planned');
    if (missed !== null) log.warn({ scheduleId: id, ...missed }, 'starts passed while no server was there');
  }
  if (made.length > 0) {
    const deployments = [...new Set(made.map((run) => run.deployment_id))];
    afterCommit(() => services.wake.runsScheduled(deployments));
  }
  return made.length;
};
