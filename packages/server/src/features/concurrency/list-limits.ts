import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { all } from '../../filters/condition.ts';
import { concurrencyLimitOrder } from '../../filters/order.ts';
import { readIdsAfter } from '../../filters/read-ids.ts';
import { readLimits } from './read-limit.ts';

type List = (typeof api)['concurrencyLimits']['list'];

/** By name. */
export const listLimits = async (
  context: Context,
  { limit, offset, cursor }: z.output<List['input']>,
): Promise<z.input<List['output']>> => {
  const page = { order: concurrencyLimitOrder, sort: 'NAME_ASC', limit, offset, cursor };
  const { ids, nextCursor } = await readIdsAfter(context.db, {
    table: 'concurrency_limit',
    where: all([]),
    ...page,
  });
  return { results: await readLimits(context, ids), nextCursor };
};
