import type { WorkQueueCreate } from '@carillon/core';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { movePriority } from './move-priority.ts';
import { insertQueue } from './statements/insert-queue.ts';

/** Makes a queue in a pool whose row the caller holds; answers its id, or null when the pool has one of this name. */
export const makeQueue = async (
  context: Context,
  { poolId, queue }: { poolId: string; queue: WorkQueueCreate },
): Promise<string | null> => {
  const { db, now, actor, afterCommit, services } = context;
  const id = newId(now);
  if (!(await insertQueue(db, { queue: { ...queue, id, poolId }, now, actor }))) return null;
  if (queue.priority !== null) await movePriority(context, { poolId, id, priority: queue.priority });
  // Whoever serves the whole pool serves this queue too from now on.
  afterCommit(() => services.wake.runsScheduled([poolId]));
  return id;
};
