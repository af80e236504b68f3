import { DomainError } from '@carillon/core';
import type { Context } from '../../context.ts';
import { holdDeployments } from './hold-deployments.ts';
import { lockQueue } from './lock-queue.ts';
import { type QueueNames, queueIdOf } from './read-queue.ts';

/**
 * Deployments and runs stay, in no queue; deployments keep its name as text. Leaves a gap among the priorities. Throws
 * WORK_QUEUE_IS_DEFAULT.
 */
export const deleteQueue = async (context: Context, { id }: { id: string }): Promise<null> => {
  const { queue, pool } = await lockQueue(context, id, { toDelete: true });
  if (pool.default_queue_id === id)
    throw new DomainError('WORK_QUEUE_IS_DEFAULT', { pool: pool.name, name: queue.name });
  await holdDeployments(context, [id]);
  await context.db.deleteFrom('work_queue').where('id', '=', id).execute();
  return null;
};

export const deleteQueueByName = async (context: Context, names: QueueNames): Promise<null> =>
  deleteQueue(context, { id: await queueIdOf(context, names) });
