import { type api, DomainError, plan } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { makePlannedRuns } from './make-planned-runs.ts';
import { type PlannedSchedule, storedSchedule } from './planned-schedule.ts';
import { runParameters } from './run-parameters.ts';
import { keepFlow } from './statements/keep-flow.ts';
import { readActiveSchedules } from './statements/read-active-schedules.ts';

type Input = z.output<(typeof api)['deployments']['schedule']['input']>;

const dayMs = 86_400_000;

/**
 * Makes the runs of a range for every active schedule, on a paused deployment too; starts in the past are due at once.
 * Neither `max_scheduled_runs` nor how far the scheduler has planned matters here.
 */
export const scheduleRange = async (context: Context, input: Input): Promise<{ created: number }> => {
  const { db, now, services } = context;
  const { config } = services;
  await keepFlow(db, input.id);
  // Whoever changes the deployment has its row; of its schedules none is then locked before another.
  const deployment = await db
    .selectFrom('deployment')
    .select('id')
    .where('id', '=', input.id)
    .forKeyShare()
    .executeTakeFirst();
  if (deployment === undefined) throw new DomainError('DEPLOYMENT_NOT_FOUND', { name: input.id });
  const start = (input.startTime ?? now).getTime();
  const window = {
    start,
    end: input.endTime?.getTime() ?? start + 100 * dayMs,
    minTime: (input.minTime ?? config.minScheduledSeconds) * 1000,
    minRuns: input.minRuns ?? config.minRuns,
    maxRuns: input.maxRuns ?? config.maxRuns,
  };
  const startsOf = ({ schedule, count_bounds: bounds }: PlannedSchedule): number[] =>
    plan(storedSchedule(schedule), { ...window, bounds }).starts;
  const schedules = await readActiveSchedules(db, input.id);
  const parameters = await runParameters(
    context,
    schedules.map(({ id }) => id),
  );
  const created = await makePlannedRuns(
    context,
    schedules.flatMap((row) => {
      const given = parameters.get(row.id);
      return given === undefined ? [] : [{ scheduleId: row.id, starts: startsOf(row), ...given }];
    }),
  );
  return { created };
};
