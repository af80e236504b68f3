import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { taskRunsMatching } from '../../filters/links.ts';
import { taskRunOrders } from '../../filters/order.ts';
import { countRows, readIdsAfter, readNumberedPage } from '../../filters/read-ids.ts';
import { estimatedRunTimeAt } from '../flow-runs/estimates.ts';
import { readTaskRuns } from './read-task-run.ts';

type TaskRuns = (typeof api)['taskRuns'];
type View = z.input<TaskRuns['read']['output']>;

const table = 'task_run';

const runsInOrder = async (context: Context, ids: readonly string[]): Promise<View[]> => {
  const runs = await readTaskRuns(context, ids);
  return ids.flatMap((id) => runs.get(id) ?? []);
};

export const listTaskRuns = async (
  context: Context,
  { sort, limit, offset, cursor, ...filters }: z.output<TaskRuns['list']['input']>,
): Promise<z.input<TaskRuns['list']['output']>> => {
  const order = taskRunOrders(estimatedRunTimeAt(table, context.now))[sort];
  const query = { table, where: taskRunsMatching(filters), order, sort, limit, offset, cursor } as const;
  const { ids, nextCursor } = await readIdsAfter(context.db, query);
  return { results: await runsInOrder(context, ids), nextCursor };
};

export const paginateTaskRuns = async (
  context: Context,
  { sort, limit, page, ...filters }: z.output<TaskRuns['paginate']['input']>,
): Promise<z.input<TaskRuns['paginate']['output']>> => {
  const order = taskRunOrders(estimatedRunTimeAt(table, context.now))[sort];
  const query = { table, where: taskRunsMatching(filters), order, limit, page } as const;
  const { ids, ...counts } = await readNumberedPage(context.db, query);
  return { results: await runsInOrder(context, ids), ...counts };
};

export const countTaskRuns = (
  { db }: Context,
  filters: z.output<TaskRuns['count']['input']>,
): Promise<number> => countRows(db, { table, where: taskRunsMatching(filters) });
