import type { api } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { workQueuesMatching } from '../../filters/links.ts';
import { workQueueOrders } from '../../filters/order.ts';
import { readNumberedPage } from '../../filters/read-ids.ts';
import { readQueue, readQueues } from './read-queue.ts';
import { readWorkPool } from './read-work-pool.ts';
import { countPoolSlots } from './statements/count-pool-slots.ts';
import { countQueueSlots } from './statements/count-queue-slots.ts';
import { readSlotHolders } from './statements/read-slot-holders.ts';

type OfPool = (typeof api)['workPools']['concurrencyStatus'];
type OfQueue = (typeof api)['workQueues']['concurrencyStatus'];

/** The slots of a pool, and of its queues, by priority. Throws WORK_POOL_NOT_FOUND. */
export const poolConcurrency = async (
  context: Context,
  { name, page, limit, flowRunLimit }: z.output<OfPool['input']>,
): Promise<z.input<OfPool['output']>> => {
  const { db, now } = context;
  const pool = await readWorkPool(context, { name });
  const { ids, ...counts } = await readNumberedPage(db, {
    table: 'work_queue',
    where: workQueuesMatching({}, pool.id),
    order: workQueueOrders.PRIORITY_ASC,
    page,
    limit,
  });
  const queues = await readQueues(context, ids);
  const slots = await countQueueSlots(db, ids);
  const holders = await readSlotHolders(db, { queueIds: ids, now, limit: flowRunLimit });
  return {
    ...counts,
    activeSlots: pool.activeSlots ?? (await countPoolSlots(db, [pool.id])).get(pool.id) ?? 0,
    concurrencyLimit: pool.concurrencyLimit,
    results: queues.map(({ id, name: queueName, concurrencyLimit }) => ({
      queueId: id,
      queueName,
      activeSlots: slots.get(id) ?? 0,
      concurrencyLimit,
      flowRuns: holders.get(id) ?? [],
    })),
  };
};

/** The slots of a queue, and the runs that hold them, the longest in their state first. Throws WORK_QUEUE_NOT_FOUND. */
export const queueConcurrency = async (
  context: Context,
  { id, page, limit }: z.output<OfQueue['input']>,
): Promise<z.input<OfQueue['output']>> => {
  const { db, now } = context;
  const { concurrencyLimit } = await readQueue(context, { id });
  const count = (await countQueueSlots(db, [id])).get(id) ?? 0;
  const holders = await readSlotHolders(db, { queueIds: [id], now, limit, offset: (page - 1) * limit });
  return {
    activeSlots: count,
    concurrencyLimit,
    results: holders.get(id) ?? [],
    count,
    limit,
    pages: limit === 0 ? 0 : Math.ceil(count / limit),
    page,
  };
};
