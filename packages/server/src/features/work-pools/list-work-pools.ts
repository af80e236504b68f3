import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { workPoolsMatching } from '../../filters/links.ts';
import { workPoolOrder } from '../../filters/order.ts';
import { countRows, readIdsAfter } from '../../filters/read-ids.ts';
import { readWorkPools } from './read-work-pool.ts';

type List = (typeof api)['workPools']['list'];
type Count = (typeof api)['workPools']['count'];

/** By name. */
export const listWorkPools = async (
  context: Context,
  { limit, offset, cursor, workPools }: z.output<List['input']>,
): Promise<z.input<List['output']>> => {
  const where = workPoolsMatching({ workPools });
  const page = { order: workPoolOrder, sort: 'NAME_ASC', limit, offset, cursor };
  const { ids, nextCursor } = await readIdsAfter(context.db, { table: 'work_pool', where, ...page });
  return { results: await readWorkPools(context, ids), nextCursor };
};

export const countWorkPools = ({ db }: Context, filters: z.output<Count['input']>): Promise<number> =>
  countRows(db, { table: 'work_pool', where: workPoolsMatching(filters) });
