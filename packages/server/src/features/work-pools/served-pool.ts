import { DomainError } from '@carillon/core';
import type { Context } from '../../context.ts';
import { readServedQueues } from './statements/read-served-queues.ts';

export type ServedQueue = {
  id: string;
  priority: number;
  isPaused: boolean;
  concurrencyLimit: number | null;
};

/** A pool as those see it who serve it, or some of its queues. */
export type ServedPool = {
  id: string;
  isPaused: boolean;
  concurrencyLimit: number | null;
  /** Those that are served, by priority, paused ones too. */
  queues: readonly ServedQueue[];
};

/** All queues of a pool, or those named. Throws WORK_POOL_NOT_FOUND and WORK_QUEUE_NOT_FOUND. */
export const readServedPool = async (
  { db }: Pick<Context, 'db'>,
  { name, queues: names }: { name: string; queues?: readonly string[] | null | undefined },
): Promise<ServedPool> => {
  const rows = await readServedQueues(db, name);
  // A pool is never without its default queue.
  const [pool] = rows;
  if (pool === undefined) throw new DomainError('WORK_POOL_NOT_FOUND', { name });
  const wanted = names == null || names.length === 0 ? null : new Set(names);
  const known = new Set(rows.map((row) => row.name));
  const missing = names?.find((queue) => !known.has(queue));
  if (missing !== undefined) throw new DomainError('WORK_QUEUE_NOT_FOUND', { pool: name, name: missing });
  return {
    id: pool.pool_id,
    isPaused: pool.pool_paused,
    concurrencyLimit: pool.pool_limit,
    queues: rows
      .filter((row) => wanted === null || wanted.has(row.name))
      .map((row) => ({
        id: row.id,
        priority: row.priority,
        isPaused: row.is_paused,
        concurrencyLimit: row.concurrency_limit,
      })),
  };
};
