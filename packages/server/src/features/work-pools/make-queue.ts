import type { WorkQueueCreate } from '@carillon/core';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { shiftPriorities } from './shift-priorities.ts';
import { insertQueue } from './statements/insert-queue.ts';
import { setPriorities } from './statements/set-priorities.ts';

/** Makes a queue in a pool whose row the caller holds; answers its id, or null when the pool has one of this name. */
export const makeQueue = async (
  { db, now, actor, afterCommit, services }: Context,
  { poolId, queue }: { poolId: string; queue: WorkQueueCreate },
): Promise<string | null> => {
  const id = newId(now);
  const others = await db
    .selectFrom('work_queue')
    .select(['id', 'priority'])
    .where('work_pool_id', '=', poolId)
    .execute();
  if (!(await insertQueue(db, { queue: { ...queue, id, poolId }, now, actor }))) return null;
  const { priority } = queue;
  if (priority !== null) await setPriorities(db, shiftPriorities(others, { id, priority }));
  // Whoever serves the whole pool serves this queue too from now on.
  afterCommit(() => services.wake.runsScheduled([poolId]));
  return id;
};
