import { DomainError, type taskRun } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { taskRunView } from './view.ts';

type View = z.input<typeof taskRun>;

/** By id; those that are not there are left out. */
export const readTaskRuns = async (
  { db, now }: Pick<Context, 'db' | 'now'>,
  ids: readonly string[],
): Promise<Map<string, View>> => {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('task_run')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, taskRunView(row, now)]));
};

export const readTaskRun = async (
  context: Pick<Context, 'db' | 'now'>,
  { id }: { id: string },
): Promise<View> => {
  const run = (await readTaskRuns(context, [id])).get(id);
  if (run === undefined) throw new DomainError('TASK_RUN_NOT_FOUND', { id });
  return run;
};
