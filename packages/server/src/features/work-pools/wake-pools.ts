import type { Context } from '../../context.ts';

/** Runs in these queues have given back their slots: whoever waits for one, of the queue or its pool, is told after the commit. */
export const wakePools = async (
  { db, afterCommit, services }: Context,
  queueIds: readonly string[],
): Promise<void> => {
  if (queueIds.length === 0) return;
  const rows = await db
    .selectFrom('work_queue as queue')
    .innerJoin('work_pool as pool', 'pool.id', 'queue.work_pool_id')
    .select([
      'queue.id',
      'pool.id as pool_id',
      'queue.concurrency_limit',
      'pool.concurrency_limit as pool_limit',
    ])
    .where('queue.id', 'in', [...queueIds])
    .execute();
  const limited = rows.flatMap((row) => [
    row.concurrency_limit === null ? null : row.id,
    row.pool_limit === null ? null : row.pool_id,
  ]);
  afterCommit(() => services.wake.runsScheduled([...new Set(limited)]));
};
