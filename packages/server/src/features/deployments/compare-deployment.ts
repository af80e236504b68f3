import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { changesOf } from './changes.ts';
import { checkDeployment } from './check-deployment.ts';
import { currentDeployment } from './current-deployment.ts';
import { reconcileSchedules } from './reconcile-schedules.ts';
import { findQueue } from './statements/find-queue.ts';
import { poolNameOf, restated, type Surroundings, type WholeDeployment } from './whole-deployment.ts';

type Compare = (typeof api)['deployments']['compare'];

/** What restating a deployment would change, by the same comparison; writes nothing, and refuses what would be refused. */
export const compareDeployment = async (
  context: Context,
  { flowName, ...whole }: z.output<Compare['input']>,
): Promise<z.input<Compare['output']>> => {
  await checkDeployment(context, { name: `${flowName}/${whole.name}`, whole });
  const queue = await existingQueue(context, whole);
  const row = await context.db
    .selectFrom('deployment')
    .innerJoin('flow', 'flow.id', 'deployment.flow_id')
    .select(['deployment.id', 'flow.id as flow_id', 'flow.labels'])
    .where('flow.name', '=', flowName)
    .where('deployment.name', '=', whole.name)
    .executeTakeFirst();
  if (row === undefined) {
    const schedules = reconcileSchedules([], whole.schedules);
    return changesOf({ values: {}, limit: { kind: 'keep' }, schedules }, { created: true });
  }
  const flow = { id: row.flow_id, labels: row.labels };
  const current = await currentDeployment(context, row.id);
  return changesOf(restated(current, whole, { flow, queue }), { created: false });
};

/** The queue that the deployment would be in; its id is null where it would have to be made. */
const existingQueue = async ({ db }: Context, whole: WholeDeployment): Promise<Surroundings['queue']> => {
  const { workPoolName, workQueueName } = whole;
  const pool = poolNameOf(whole);
  if (pool === null) return { workQueueId: null, workQueueName: null };
  const meansDefault = workPoolName === null && workQueueName === 'default';
  const id = await findQueue(db, { pool, queue: meansDefault ? null : workQueueName });
  if (id === undefined && workPoolName !== null)
    throw new DomainError('WORK_POOL_NOT_FOUND', { name: workPoolName });
  return { workQueueId: id ?? null, workQueueName };
};
