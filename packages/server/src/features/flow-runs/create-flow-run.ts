import { type api, DomainError, noStateDetails, type StateCreate } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { type MadeRun, makeRun } from './make-run.ts';

type Input = z.output<(typeof api)['flowRuns']['create']['input']>;

const pending: StateCreate = {
  type: 'PENDING',
  name: null,
  message: null,
  data: null,
  stateDetails: noStateDetails,
};

/**
 * A run of a flow itself. A named pool and queue must exist; a queue without a pool is kept as text, and a deployment named by
 * an older client is not looked for. Starts Pending.
 */
export const createFlowRun = async (context: Context, input: Input): Promise<MadeRun> => {
  const flow = await context.db
    .selectFrom('flow')
    .select(['id', 'labels'])
    .where('id', '=', input.flowId)
    .executeTakeFirst();
  if (flow === undefined) throw new DomainError('FLOW_NOT_FOUND', { name: input.flowId });
  return makeRun(context, {
    ...input,
    workQueueId: await findQueue(context, input),
    labels: { ...flow.labels, 'prefect.flow.id': flow.id, ...input.labels },
    empiricalPolicy: input.empiricalPolicy ?? {},
    state: input.state ?? pending,
  });
};

const findQueue = async (
  { db }: Context,
  { workPoolName, workQueueName }: Pick<Input, 'workPoolName' | 'workQueueName'>,
): Promise<string | null> => {
  if (workPoolName === null) return null;
  const pool = await db
    .selectFrom('work_pool')
    .select(['id', 'default_queue_id'])
    .where('name', '=', workPoolName)
    .executeTakeFirst();
  if (pool === undefined) throw new DomainError('WORK_POOL_NOT_FOUND', { name: workPoolName });
  if (workQueueName === null) return pool.default_queue_id;
  const queue = await db
    .selectFrom('work_queue')
    .select('id')
    .where('work_pool_id', '=', pool.id)
    .where('name', '=', workQueueName)
    .executeTakeFirst();
  if (queue === undefined)
    throw new DomainError('WORK_QUEUE_NOT_FOUND', { pool: workPoolName, name: workQueueName });
  return queue.id;
};
