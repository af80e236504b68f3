import { DomainError } from '@carillon/core';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { freeChildRuns } from '../flows/statements/free-child-runs.ts';

/** Its history and logs go with it, the slots that it holds are free, and a flow run that it stands for goes on by itself. */
export const deleteTaskRun = async ({ db }: Context, { id }: { id: string }): Promise<null> => {
  await freeChildRuns(db, sql`select ${id}::uuid`);
  const gone = await db.deleteFrom('task_run').where('id', '=', id).returning('id').executeTakeFirst();
  if (gone === undefined) throw new DomainError('TASK_RUN_NOT_FOUND', { id });
  await db.deleteFrom('log').where('task_run_id', '=', id).execute();
  return null;
};
