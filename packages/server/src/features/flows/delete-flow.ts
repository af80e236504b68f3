import { DomainError } from '@carillon/core';
import type { Context } from '../../context.ts';
import { deleteSchedulesOfFlow } from './statements/delete-schedules-of-flow.ts';

/**
 * Its deployments with their schedules, and its runs with their history and logs, go with it. The schedules go first: a refill
 * on another server is waited for, and one that comes later finds none.
 */
export const deleteFlow = async ({ db }: Context, { id }: { id: string }): Promise<null> => {
  await deleteSchedulesOfFlow(db, id);
  await db
    .deleteFrom('concurrency_limit')
    .where('owner_deployment_id', 'in', (of) =>
      of.selectFrom('deployment').select('id').where('flow_id', '=', id),
    )
    .execute();
  await db
    .deleteFrom('log')
    .where('flow_run_id', 'in', (of) => of.selectFrom('flow_run').select('id').where('flow_id', '=', id))
    .execute();
  const gone = await db.deleteFrom('flow').where('id', '=', id).returning('id').executeTakeFirst();
  if (gone === undefined) throw new DomainError('FLOW_NOT_FOUND', { name: id });
  return null;
};
