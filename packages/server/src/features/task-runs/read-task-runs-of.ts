import type { taskRun } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { taskRunView } from './view.ts';

/** The task runs of a flow run, by when they were expected to start. */
export const readTaskRunsOf = async (
  { db, now }: Context,
  { flowRunId, limit }: { flowRunId: string; limit: number },
): Promise<z.input<typeof taskRun>[]> => {
  const rows = await db
    .selectFrom('task_run')
    .selectAll()
    .where('flow_run_id', '=', flowRunId)
    .orderBy('expected_start_time')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => taskRunView(row, now));
};
