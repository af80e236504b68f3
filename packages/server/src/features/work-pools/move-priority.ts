import type { Context } from '../../context.ts';
import { shiftPriorities } from './shift-priorities.ts';
import { setPriorities } from './statements/set-priorities.ts';

/** Gives a queue of a pool, whose row the caller holds, a priority; others make room where they must. */
export const movePriority = async (
  { db }: Context,
  { poolId, id, priority }: { poolId: string; id: string; priority: number },
): Promise<void> => {
  const queues = await db
    .selectFrom('work_queue')
    .select(['id', 'priority'])
    .where('work_pool_id', '=', poolId)
    .execute();
  await setPriorities(db, shiftPriorities(queues, { id, priority }));
};
