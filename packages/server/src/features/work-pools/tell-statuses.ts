import type { WorkPool, WorkQueue } from '@carillon/core';
import type { Context } from '../../context.ts';
import { recordEvents } from '../events/record-events.ts';

type Named = { id: string; name: string };

/** Followers learn what became of pools whose rows this transaction holds. */
export const tellPoolStatuses = (
  context: Context,
  pools: readonly (Named & { status: NonNullable<WorkPool['status']> })[],
): Promise<void> =>
  recordEvents(
    context,
    pools.map(({ id, name, status }) => ({ kind: 'work-pool.status', workPool: { id, name }, status })),
  );

/** The same of queues. */
export const tellQueueStatuses = (
  context: Context,
  queues: readonly (Named & { status: WorkQueue['status']; pool: Named })[],
): Promise<void> =>
  recordEvents(
    context,
    queues.map(({ id, name, status, pool }) => ({
      kind: 'work-queue.status',
      workQueue: { id, name },
      workPool: { id: pool.id, name: pool.name },
      status,
    })),
  );
