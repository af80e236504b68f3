import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { openSlots } from '../work-pools/open-slots.ts';
import { readServedPool } from '../work-pools/served-pool.ts';
import { noteQueuesPolled } from './note-polled.ts';
import { readFlowRuns } from './read-flow-run.ts';
import { readQueuedRuns } from './statements/read-queued-runs.ts';

type OfPool = (typeof api)['workPools']['scheduledRuns'];
type OfQueue = (typeof api)['workQueues']['getRuns'];

/**
 * What waits in a pool, by the priority of its queue and then by time, no more than the pool and its queues have free slots; claims
 * nothing, and leaves out the runs that a process of their own is about to try again. Throws WORK_POOL_NOT_FOUND and
 * WORK_QUEUE_NOT_FOUND.
 */
export const poolRuns = async (
  context: Context,
  { name, workQueueNames, scheduledBefore, scheduledAfter, limit }: z.output<OfPool['input']>,
): Promise<z.input<OfPool['output']>> => {
  const pool = await readServedPool(context, { name, queues: workQueueNames });
  const { free, queues } = await openSlots(context, pool);
  const ids = await readQueuedRuns(context.db, {
    queues,
    before: scheduledBefore,
    after: scheduledAfter,
    limit: Math.min(limit, free ?? limit),
  });
  const runs = await readFlowRuns(context, ids);
  noteQueuesPolled(
    context.services,
    pool.queues.map((queue) => queue.id),
  );
  return ids.flatMap((id) => {
    const flowRun = runs.get(id);
    if (flowRun?.workQueueId == null) return [];
    return { workPoolId: pool.id, workQueueId: flowRun.workQueueId, flowRun };
  });
};

/** The same of one queue by itself. Throws WORK_QUEUE_NOT_FOUND. */
export const queueRuns = async (
  context: Context,
  { id, scheduledBefore, limit, polls }: z.output<OfQueue['input']>,
): Promise<z.input<OfQueue['output']>> => {
  const { db, services } = context;
  const row = await db
    .selectFrom('work_queue')
    .select(['priority', 'is_paused', 'concurrency_limit', 'work_pool_id'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new DomainError('WORK_QUEUE_NOT_FOUND', { pool: null, name: id });
  const { priority, is_paused: isPaused, concurrency_limit: concurrencyLimit } = row;
  const { queues } = await openSlots(context, {
    id: row.work_pool_id,
    isPaused: false,
    concurrencyLimit: null,
    queues: [{ id, priority, isPaused, concurrencyLimit }],
  });
  const ids = await readQueuedRuns(db, { queues, before: scheduledBefore, after: null, limit });
  const runs = await readFlowRuns(context, ids);
  if (polls) noteQueuesPolled(services, [id]);
  return ids.flatMap((runId) => runs.get(runId) ?? []);
};
