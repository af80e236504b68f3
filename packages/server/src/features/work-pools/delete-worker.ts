import { DomainError } from '@carillon/core';
import type { Context } from '../../context.ts';
import { poolIdOf } from './read-work-pool.ts';

/** Forgets a worker; one that is still there is made again by its next heartbeat. Throws WORKER_NOT_FOUND. */
export const deleteWorker = async (
  context: Context,
  { workPoolName, name }: { workPoolName: string; name: string },
): Promise<null> => {
  const poolId = await poolIdOf(context, workPoolName);
  const gone = await context.db
    .deleteFrom('worker')
    .where('work_pool_id', '=', poolId)
    .where('name', '=', name)
    .returning('id')
    .executeTakeFirst();
  if (gone === undefined) throw new DomainError('WORKER_NOT_FOUND', { pool: workPoolName, name });
  return null;
};
