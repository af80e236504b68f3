import { type api, DomainError, plan } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { runName } from '../flow-runs/run-name.ts';
import { storedSchedule } from './planned-schedule.ts';
import { insertScheduledRuns } from './statements/insert-scheduled-runs.ts';
import { readActiveSchedules } from './statements/read-active-schedules.ts';

const dayMs = 86_400_000;

/**
 * Makes the runs of a range for every active schedule, on a paused deployment too; starts in the past are due at once.
 * Neither `max_scheduled_runs` nor how far the scheduler has planned matters here.
 */
export const scheduleRange = async (
  context: Context,
  input: z.output<(typeof api)['deployments']['schedule']['input']>,
): Promise<{ created: number }> => {
  const { db, now, services, afterCommit } = context;
  const { config } = services;
  // Whoever changes the deployment has its row; of its schedules none is then locked before another.
  const deployment = await db
    .selectFrom('deployment')
    .select('id')
    .where('id', '=', input.id)
    .forKeyShare()
    .executeTakeFirst();
  if (deployment === undefined) throw new DomainError('DEPLOYMENT_NOT_FOUND', { name: input.id });
  const start = (input.startTime ?? now).getTime();
  const schedules = await readActiveSchedules(db, input.id);
  const runs = schedules.flatMap((row) => {
    const { starts } = plan(storedSchedule(row.schedule), {
      start,
      end: input.endTime?.getTime() ?? start + 100 * dayMs,
      minTime: (input.minTime ?? config.minScheduledSeconds) * 1000,
      minRuns: input.minRuns ?? config.minRuns,
      maxRuns: input.maxRuns ?? config.maxRuns,
      ...(row.count_bounds !== null && { bounds: row.count_bounds }),
    });
    return starts.map((at) => ({
      id: newId(now),
      stateId: newId(now),
      scheduleId: row.id,
      start: new Date(at),
      name: runName(),
    }));
  });
  if (runs.length === 0) return { created: 0 };
  const made = await insertScheduledRuns(db, { runs, now });
  afterCommit(() => services.wake.runsScheduled([input.id]));
  return { created: made.length };
};
