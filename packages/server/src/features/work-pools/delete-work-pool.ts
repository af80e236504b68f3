import { DomainError } from '@carillon/core';
import type { Context } from '../../context.ts';
import { holdDeployments } from './hold-deployments.ts';
import { lockPool } from './lock-pool.ts';
import { isReserved } from './reserved-names.ts';

/** Its queues and workers go with it; deployments and runs stay, in no queue. Throws WORK_POOL_RESERVED. */
export const deleteWorkPool = async (context: Context, { name }: { name: string }): Promise<null> => {
  const { db, afterCommit, services } = context;
  const pool = await lockPool(context, name, { toDelete: true });
  if (isReserved(name)) throw new DomainError('WORK_POOL_RESERVED', { name });
  const queues = await db
    .selectFrom('work_queue')
    .select('id')
    .where('work_pool_id', '=', pool.id)
    .orderBy('id')
    .forUpdate()
    .execute();
  const queueIds = queues.map((queue) => queue.id);
  await holdDeployments(context, queueIds);
  await db.deleteFrom('work_pool').where('id', '=', pool.id).execute();
  // Whoever waits for its runs is to learn that there will be none.
  afterCommit(() => services.wake.runsScheduled([pool.id]));
  return null;
};
