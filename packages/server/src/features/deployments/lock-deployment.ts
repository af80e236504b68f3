import { DomainError } from '@carillon/core';
import type { Context } from '../../context.ts';
import { keepFlow } from '../scheduling/statements/keep-flow.ts';

/**
 * Whoever changes a deployment or its schedules holds its row first, and everything else after it: schedules in the order of
 * their ids, runs, the limit. So two changes of one deployment follow each other. Throws DEPLOYMENT_NOT_FOUND.
 */
export const lockDeployment = async ({ db }: Context, id: string): Promise<void> => {
  await keepFlow(db, id);
  const row = await db
    .selectFrom('deployment')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new DomainError('DEPLOYMENT_NOT_FOUND', { name: id });
};
