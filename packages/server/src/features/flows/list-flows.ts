import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { flowsMatching } from '../../filters/links.ts';
import { flowOrders } from '../../filters/order.ts';
import { countRows, readIdsAfter, readNumberedPage } from '../../filters/read-ids.ts';
import { readFlows } from './read-flow.ts';

type Flows = (typeof api)['flows'];

const table = 'flow';

export const listFlows = async (
  context: Context,
  { sort, limit, offset, cursor, ...filters }: z.output<Flows['list']['input']>,
): Promise<z.input<Flows['list']['output']>> => {
  const where = flowsMatching(filters);
  const query = { table, where, order: flowOrders[sort], sort, limit, offset, cursor } as const;
  const { ids, nextCursor } = await readIdsAfter(context.db, query);
  return { results: await readFlows(context, ids), nextCursor };
};

export const paginateFlows = async (
  context: Context,
  { sort, limit, page, ...filters }: z.output<Flows['paginate']['input']>,
): Promise<z.input<Flows['paginate']['output']>> => {
  const query = { table, where: flowsMatching(filters), order: flowOrders[sort], limit, page } as const;
  const { ids, ...counts } = await readNumberedPage(context.db, query);
  return { results: await readFlows(context, ids), ...counts };
};

export const countFlows = ({ db }: Context, filters: z.output<Flows['count']['input']>): Promise<number> =>
  countRows(db, { table, where: flowsMatching(filters) });
