import type { Context } from '../../context.ts';

/** Slots of these limits became free, or more: whoever waits for runs behind them is told once this is committed. */
export const wakeLimits = async (
  { db, afterCommit, services }: Context,
  limitIds: readonly string[],
): Promise<void> => {
  if (limitIds.length === 0) return;
  const deployments = await db
    .selectFrom('deployment')
    .select('id')
    .where('concurrency_limit_id', 'in', [...limitIds])
    .execute();
  if (deployments.length > 0) afterCommit(() => services.wake.runsScheduled(deployments.map(({ id }) => id)));
};
