import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { deploymentsMatching } from '../../filters/links.ts';
import { deploymentOrders } from '../../filters/order.ts';
import { countRows, readIdsAfter, readNumberedPage } from '../../filters/read-ids.ts';
import { readDeploymentViews } from './view.ts';

type Deployments = (typeof api)['deployments'];

const table = 'deployment';

export const listDeployments = async (
  context: Context,
  { sort, limit, offset, cursor, ...filters }: z.output<Deployments['list']['input']>,
): Promise<z.input<Deployments['list']['output']>> => {
  const where = deploymentsMatching(filters);
  const query = { table, where, order: deploymentOrders[sort], sort, limit, offset, cursor } as const;
  const { ids, nextCursor } = await readIdsAfter(context.db, query);
  return { results: await readDeploymentViews(context, ids), nextCursor };
};

export const paginateDeployments = async (
  context: Context,
  { sort, limit, page, ...filters }: z.output<Deployments['paginate']['input']>,
): Promise<z.input<Deployments['paginate']['output']>> => {
  const where = deploymentsMatching(filters);
  const query = { table, where, order: deploymentOrders[sort], limit, page } as const;
  const { ids, ...counts } = await readNumberedPage(context.db, query);
  return { results: await readDeploymentViews(context, ids), ...counts };
};

export const countDeployments = (
  { db }: Context,
  filters: z.output<Deployments['count']['input']>,
): Promise<number> => countRows(db, { table, where: deploymentsMatching(filters) });
