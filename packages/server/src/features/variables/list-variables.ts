import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { variablesMatching } from '../../filters/links.ts';
import { variableOrders } from '../../filters/order.ts';
import { countRows, readIdsAfter } from '../../filters/read-ids.ts';
import { readVariables } from './read-variable.ts';

type Variables = (typeof api)['variables'];

const table = 'variable';

export const listVariables = async (
  context: Context,
  { sort, limit, offset, cursor, ...filters }: z.output<Variables['list']['input']>,
): Promise<z.input<Variables['list']['output']>> => {
  const where = variablesMatching(filters);
  const query = { table, where, order: variableOrders[sort], sort, limit, offset, cursor } as const;
  const { ids, nextCursor } = await readIdsAfter(context.db, query);
  return { results: await readVariables(context, ids), nextCursor };
};

export const countVariables = (
  { db }: Context,
  filters: z.output<Variables['count']['input']>,
): Promise<number> => countRows(db, { table, where: variablesMatching(filters) });
