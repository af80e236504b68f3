import type { Context } from '../../context.ts';

/** Slots of these limits became free, or more: whoever waits for runs behind them is told once this is committed. */
export const wakeLimits = async (
  { db, afterCommit, services }: Context,
  limitIds: readonly string[],
): Promise<void> => {
  if (limitIds.length === 0) return;
  const deployments = await db
    .selectFrom('deployment')
    .select(['id', 'work_queue_id'])
    .where('concurrency_limit_id', 'in', [...limitIds])
    .execute();
  const waiting = new Set(deployments.flatMap((deployment) => [deployment.id, deployment.work_queue_id]));
  afterCommit(() => services.wake.runsScheduled([...waiting]));
};
