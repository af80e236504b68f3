import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { discardFutureRuns } from '../scheduling/discard-future-runs.ts';
import { changeDeployment } from './change-deployment.ts';
import { type CurrentDeployment, currentDeployment } from './current-deployment.ts';
import { lockDeployment } from './lock-deployment.ts';
import {
  isChange,
  newSchedule,
  noSchedulePlan,
  overlaid,
  refuseRepeatedSlugs,
  type SchedulePlan,
  type StoredSchedule,
} from './schedule-plan.ts';
import { scheduleView } from './schedule-view.ts';

type Schedules = (typeof api)['deployments']['schedules'];

/** Adds schedules, and answers them in the order of the request; those that are there stay. Throws SLUG_TAKEN. */
export const createSchedules = async (
  context: Context,
  { deploymentId, schedules }: z.output<Schedules['create']['input']>,
): Promise<z.input<Schedules['create']['output']>> => {
  const current = await lockedDeployment(context, deploymentId);
  refuseRepeatedSlugs([...current.schedules, ...schedules]);
  const ids = await carryOut(context, current, { added: schedules.map(newSchedule) });
  if (ids.length === 0) return [];
  const rows = await context.db
    .selectFrom('deployment_schedule')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy('id')
    .execute();
  return rows.map(scheduleView);
};

/** Changes what it names; of the planned runs only this schedule's are made anew. Throws SCHEDULE_NOT_FOUND, SLUG_TAKEN. */
export const updateSchedule = async (
  context: Context,
  { deploymentId, scheduleId, ...change }: z.output<Schedules['update']['input']>,
): Promise<null> => {
  const current = await lockedDeployment(context, deploymentId);
  const from = scheduleOf(current, scheduleId);
  const to = overlaid(from, change);
  refuseRepeatedSlugs(current.schedules.map((schedule) => (schedule === from ? to : schedule)));
  await carryOut(context, current, { changed: [{ from, to }].filter(isChange) });
  return null;
};

/** Its runs that nobody has begun go with it, late ones too; claimed ones stay. Throws SCHEDULE_NOT_FOUND. */
export const deleteSchedule = async (
  context: Context,
  { deploymentId, scheduleId }: z.output<Schedules['delete']['input']>,
): Promise<null> => {
  const current = await lockedDeployment(context, deploymentId);
  const schedule = scheduleOf(current, scheduleId);
  await discardFutureRuns(context, { scheduleIds: [schedule.id], late: true });
  await carryOut(context, current, { removed: [schedule] });
  return null;
};

const lockedDeployment = async (context: Context, id: string): Promise<CurrentDeployment> => {
  await lockDeployment(context, id);
  return currentDeployment(context, id);
};

const scheduleOf = ({ schedules }: CurrentDeployment, id: string): StoredSchedule => {
  const schedule = schedules.find((candidate) => candidate.id === id);
  if (schedule === undefined) throw new DomainError('SCHEDULE_NOT_FOUND', { id });
  return schedule;
};

const carryOut = (
  context: Context,
  current: CurrentDeployment,
  plan: Partial<SchedulePlan>,
): Promise<string[]> =>
  changeDeployment(context, current, {
    values: {},
    limit: { kind: 'keep' },
    schedules: { ...noSchedulePlan, ...plan },
  });
