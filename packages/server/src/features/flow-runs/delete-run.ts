import { DomainError } from '@carillon/core';
import type { Context } from '../../context.ts';

/** Its history, task runs, inputs and logs go with it. */
export const deleteRun = async (
  { db, afterCommit, services }: Context,
  { id }: { id: string },
): Promise<null> => {
  const gone = await db.deleteFrom('flow_run').where('id', '=', id).returning('id').executeTakeFirst();
  if (gone === undefined) throw new DomainError('FLOW_RUN_NOT_FOUND', { id });
  await db.deleteFrom('log').where('flow_run_id', '=', id).execute();
  afterCommit(() => services.wake.runChanged(id));
  return null;
};
