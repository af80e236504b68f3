import type { Context } from '../../context.ts';

/**
 * Holds the deployments of queues that are held themselves and are about to go, in the order of their ids. Pools are held before
 * queues and these before deployments, everywhere, so that nobody waits in a circle.
 */
export const holdDeployments = async ({ db }: Context, queueIds: readonly string[]): Promise<void> => {
  await db
    .selectFrom('deployment')
    .select('id')
    .where('work_queue_id', 'in', [...queueIds])
    .orderBy('id')
    .forUpdate()
    .execute();
};
