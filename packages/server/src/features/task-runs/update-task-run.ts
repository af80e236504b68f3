import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { runName } from '../flow-runs/run-name.ts';

type Update = (typeof api)['taskRuns']['update'];

/** Changes the name; null or empty, it becomes a random one. Throws TASK_RUN_NOT_FOUND. */
export const updateTaskRun = async (
  { db, now }: Context,
  { id, name }: z.output<Update['input']>,
): Promise<null> => {
  const changed = await db
    .updateTable('task_run')
    .set({ updated: now, ...(name !== undefined && { name: name || runName() }) })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (changed === undefined) throw new DomainError('TASK_RUN_NOT_FOUND', { id });
  return null;
};
