import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { flowRunsMatching } from '../../filters/links.ts';
import { flowRunOrders } from '../../filters/order.ts';
import { countRows, readIdsAfter, readNumberedPage } from '../../filters/read-ids.ts';
import { readFlowRuns } from './read-flow-run.ts';

type FlowRuns = (typeof api)['flowRuns'];
type View = z.input<FlowRuns['read']['output']>;

const table = 'flow_run';

const runsInOrder = async (context: Context, ids: readonly string[]): Promise<View[]> => {
  const runs = await readFlowRuns(context, ids);
  return ids.flatMap((id) => runs.get(id) ?? []);
};

export const listFlowRuns = async (
  context: Context,
  { sort, limit, offset, cursor, ...filters }: z.output<FlowRuns['list']['input']>,
): Promise<z.input<FlowRuns['list']['output']>> => {
  const where = await flowRunsMatching(context.db, filters);
  const query = { table, where, order: flowRunOrders[sort], sort, limit, offset, cursor } as const;
  const { ids, nextCursor } = await readIdsAfter(context.db, query);
  return { results: await runsInOrder(context, ids), nextCursor };
};

export const paginateFlowRuns = async (
  context: Context,
  { sort, limit, page, ...filters }: z.output<FlowRuns['paginate']['input']>,
): Promise<z.input<FlowRuns['paginate']['output']>> => {
  const where = await flowRunsMatching(context.db, filters);
  const query = { table, where, order: flowRunOrders[sort], limit, page } as const;
  const { ids, ...counts } = await readNumberedPage(context.db, query);
  return { results: await runsInOrder(context, ids), ...counts };
};

export const countFlowRuns = async (
  { db }: Context,
  filters: z.output<FlowRuns['count']['input']>,
): Promise<number> => countRows(db, { table, where: await flowRunsMatching(db, filters) });
