import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { workQueuesMatching } from '../../filters/links.ts';
import { workQueueOrders } from '../../filters/order.ts';
import { readIdsAfter } from '../../filters/read-ids.ts';
import { readQueues } from './read-queue.ts';
import { poolIdOf } from './read-work-pool.ts';

type List = (typeof api)['workQueues']['list'];
type ListOfPool = (typeof api)['workPools']['queues']['list'];

const listOf = async (
  context: Context,
  { workQueues, ...page }: z.output<List['input']>,
  { poolId, sort }: { poolId: string | null; sort: keyof typeof workQueueOrders },
): Promise<z.input<List['output']>> => {
  const where = workQueuesMatching({ workQueues }, poolId);
  const query = { table: 'work_queue', where, order: workQueueOrders[sort], sort, ...page } as const;
  const { ids, nextCursor } = await readIdsAfter(context.db, query);
  return { results: await readQueues(context, ids), nextCursor };
};

/** Of all pools, by name. */
export const listQueues = (
  context: Context,
  input: z.output<List['input']>,
): Promise<z.input<List['output']>> => listOf(context, input, { poolId: null, sort: 'NAME_ASC' });

/** Of one pool, by priority. Throws WORK_POOL_NOT_FOUND. */
export const listPoolQueues = async (
  context: Context,
  { workPoolName, ...input }: z.output<ListOfPool['input']>,
): Promise<z.input<ListOfPool['output']>> => {
  const poolId = await poolIdOf(context, workPoolName);
  return listOf(context, input, { poolId, sort: 'PRIORITY_ASC' });
};
