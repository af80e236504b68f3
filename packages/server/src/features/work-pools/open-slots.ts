import type { Context } from '../../context.ts';
import type { ServedPool } from './served-pool.ts';
import { countPoolSlots } from './statements/count-pool-slots.ts';
import { countQueueSlots } from './statements/count-queue-slots.ts';

/** A queue that runs may be taken from. */
export type OpenQueue = {
  id: string;
  priority: number;
  /** How many more; null for any number. */
  free: number | null;
};

export type OpenSlots = {
  /** How many more of the pool; null for any number. */
  free: number | null;
  /** Those that are neither paused nor full. None where the pool itself is. */
  queues: readonly OpenQueue[];
};

const freeOf = (limit: number | null, taken: number | undefined): number | null =>
  limit === null ? null : Math.max(0, limit - (taken ?? 0));

/** What may be taken from a pool: nothing while it is paused, and no more than it and each of its queues have free slots. */
export const openSlots = async ({ db }: Pick<Context, 'db'>, pool: ServedPool): Promise<OpenSlots> => {
  const served = pool.isPaused ? [] : pool.queues.filter((queue) => !queue.isPaused);
  const limited = served.filter((queue) => queue.concurrencyLimit !== null).map(({ id }) => id);
  const ofPool = await countPoolSlots(db, pool.concurrencyLimit === null ? [] : [pool.id]);
  const ofQueues = await countQueueSlots(db, limited);
  const free = freeOf(pool.concurrencyLimit, ofPool.get(pool.id));
  const queues = served.map(({ id, priority, concurrencyLimit }) => ({
    id,
    priority,
    free: freeOf(concurrencyLimit, ofQueues.get(id)),
  }));
  return { free, queues: free === 0 ? [] : queues.filter((queue) => queue.free !== 0) };
};
