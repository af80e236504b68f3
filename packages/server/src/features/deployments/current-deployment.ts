import { DomainError } from '@carillon/core';
import type { Context } from '../../context.ts';
import { storedSchedule } from '../scheduling/planned-schedule.ts';
import { type DeploymentValues, valuesOf } from './deployment-values.ts';
import type { LinkedLimit } from './plan-limit.ts';
import type { StoredSchedule } from './schedule-plan.ts';

/** A deployment as it is, to be compared with what is wanted. */
export type CurrentDeployment = {
  id: string;
  flowName: string;
  name: string;
  values: DeploymentValues;
  limit: (LinkedLimit & { name: string }) | null;
  /** In the order in which they were made. */
  schedules: StoredSchedule[];
};

/** Throws DEPLOYMENT_NOT_FOUND. */
export const currentDeployment = async ({ db }: Context, id: string): Promise<CurrentDeployment> => {
  const row = await db
    .selectFrom('deployment')
    .innerJoin('flow', 'flow.id', 'deployment.flow_id')
    .leftJoin('work_queue', 'work_queue.id', 'deployment.work_queue_id')
    .leftJoin('work_pool', 'work_pool.id', 'work_queue.work_pool_id')
    .leftJoin('concurrency_limit', 'concurrency_limit.id', 'deployment.concurrency_limit_id')
    .selectAll('deployment')
    .select([
      'flow.name as flow_name',
      'work_pool.name as pool_name',
      'concurrency_limit.name as limit_name',
      'concurrency_limit.limit as limit_size',
      'concurrency_limit.owner_deployment_id as limit_owner_id',
    ])
    .where('deployment.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new DomainError('DEPLOYMENT_NOT_FOUND', { name: id });
  const schedules = await db
    .selectFrom('deployment_schedule')
    .selectAll()
    .where('deployment_id', '=', id)
    .orderBy('id')
    .execute();
  return {
    id,
    flowName: row.flow_name,
    name: row.name,
    values: valuesOf(row),
    limit:
      row.concurrency_limit_id === null || row.limit_name === null || row.limit_size === null
        ? null
        : {
            id: row.concurrency_limit_id,
            name: row.limit_name,
            size: row.limit_size,
            owned: row.limit_owner_id === id,
          },
    schedules: schedules.map((schedule) => ({
      id: schedule.id,
      schedule: storedSchedule(schedule.schedule),
      active: schedule.active,
      maxScheduledRuns: schedule.max_scheduled_runs,
      parameters: schedule.parameters,
      slug: schedule.slug,
    })),
  };
};
