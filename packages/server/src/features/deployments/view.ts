import type { deployment } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import type { Db } from '../../database/db.ts';
import { pauseView } from '../../pause.ts';
import { readTakenSlots } from '../concurrency/statements/read-taken-slots.ts';
import { scheduleView } from './schedule-view.ts';

type View = z.input<typeof deployment>;
type ScheduleView = View['schedules'][number];

const selectDeployments = (db: Db) =>
  db
    .selectFrom('deployment')
    .innerJoin('flow', 'flow.id', 'deployment.flow_id')
    .leftJoin('work_queue', 'work_queue.id', 'deployment.work_queue_id')
    .leftJoin('work_pool', 'work_pool.id', 'work_queue.work_pool_id')
    .leftJoin('concurrency_limit', 'concurrency_limit.id', 'deployment.concurrency_limit_id')
    .selectAll('deployment')
    .select([
      'flow.name as flow_name',
      'work_queue.name as joined_queue_name',
      'work_pool.name as joined_pool_name',
      'concurrency_limit.created as limit_created',
      'concurrency_limit.updated as limit_updated',
      'concurrency_limit.active as limit_active',
      'concurrency_limit.name as limit_name',
      'concurrency_limit.limit as limit_limit',
      'concurrency_limit.slot_decay_per_second as limit_decay',
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof selectDeployments>['execute']>>[number];

/** By deployment, newest change first. */
export const readSchedules = async (db: Db, ids: readonly string[]): Promise<Map<string, ScheduleView[]>> => {
  const rows = await db
    .selectFrom('deployment_schedule')
    .selectAll()
    .where('deployment_id', 'in', [...ids])
    .orderBy('updated', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return Map.groupBy(rows.map(scheduleView), (schedule) => schedule.deploymentId);
};

const limitView = (row: Row, taken: ReadonlyMap<string, number>): View['globalConcurrencyLimit'] =>
  row.concurrency_limit_id === null ||
  row.limit_created === null ||
  row.limit_updated === null ||
  row.limit_active === null ||
  row.limit_name === null ||
  row.limit_limit === null ||
  row.limit_decay === null
    ? null
    : {
        id: row.concurrency_limit_id,
        created: row.limit_created,
        updated: row.limit_updated,
        active: row.limit_active,
        name: row.limit_name,
        limit: row.limit_limit,
        activeSlots: taken.get(row.concurrency_limit_id) ?? 0,
        slotDecayPerSecond: row.limit_decay,
      };

const deploymentView = (
  row: Row,
  schedules: ScheduleView[],
  globalConcurrencyLimit: View['globalConcurrencyLimit'],
): View => ({
  id: row.id,
  created: row.created,
  updated: row.updated,
  name: row.name,
  flowId: row.flow_id,
  flowName: row.flow_name,
  version: row.version,
  description: row.description,
  path: row.path,
  entrypoint: row.entrypoint,
  paused: row.paused,
  pause: pauseView(row),
  schedules,
  globalConcurrencyLimit,
  concurrencyOptions: row.concurrency_options,
  jobVariables: row.job_variables,
  parameters: row.parameters,
  parameterOpenapiSchema: row.parameter_openapi_schema,
  enforceParameterSchema: row.enforce_parameter_schema,
  runPolicy: row.run_policy,
  pullSteps: row.pull_steps,
  tags: row.tags,
  labels: row.labels,
  workQueueName: row.joined_queue_name ?? row.work_queue_name,
  workPoolName: row.joined_pool_name,
  workQueueId: row.work_queue_id,
  storageDocumentId: row.storage_document_id,
  infrastructureDocumentId: row.infrastructure_document_id,
  lastPolled: row.last_polled,
  status: row.status,
  createdBy: row.created_by,
  updatedBy: row.updated_by,
});

/** In the order of `ids`; those that are not there are left out. Three statements, however many there are. */
export const readDeploymentViews = async (
  { db, now }: Pick<Context, 'db' | 'now'>,
  ids: readonly string[],
): Promise<View[]> => {
  if (ids.length === 0) return [];
  const rows = await selectDeployments(db)
    .where('deployment.id', 'in', [...ids])
    .execute();
  const schedules = await readSchedules(db, ids);
  const limitIds = rows.flatMap((row) => row.concurrency_limit_id ?? []);
  const taken = await readTakenSlots(db, { limitIds, now });
  const views = new Map(
    rows.map((row) => [row.id, deploymentView(row, schedules.get(row.id) ?? [], limitView(row, taken))]),
  );
  return ids.flatMap((id) => views.get(id) ?? []);
};
