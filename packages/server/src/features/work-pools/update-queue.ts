import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { brokenUnique } from '../../database/constraint.ts';
import { pauseColumns } from '../../pause.ts';
import { lockQueue } from './lock-queue.ts';
import { movePriority } from './move-priority.ts';
import { polledWithin } from './polled-within.ts';
import { queueIdOf } from './read-queue.ts';
import { tellQueueStatuses } from './tell-statuses.ts';

type InputByName = z.output<(typeof api)['workPools']['queues']['update']['input']>;
type Input = Omit<z.output<(typeof api)['workQueues']['update']['input']>, 'id'> & { id: string };

/**
 * Changes what it names; when it names nothing, not even the time of the last change. A second pause says nothing new of when, by
 * whom and why. Throws NAME_TAKEN.
 */
export const updateQueue = async (context: Context, { id, pauseReason, ...change }: Input): Promise<null> => {
  const { db, now, afterCommit, services } = context;
  const { queue, pool } = await lockQueue(context, id);
  if (Object.values(change).every((value) => value === undefined)) return null;
  const { name, description, isPaused, concurrencyLimit, priority, filter, lastPolled } = change;
  const polled = lastPolled === undefined ? queue.last_polled : lastPolled;
  const status = isPaused === undefined ? queue.status : statusOf(context, isPaused, polled);
  await db
    .updateTable('work_queue')
    .set({
      updated: now,
      status,
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(isPaused !== undefined && { is_paused: isPaused }),
      ...pauseColumns(context, isPaused === queue.is_paused ? undefined : isPaused, pauseReason),
      ...(concurrencyLimit !== undefined && { concurrency_limit: concurrencyLimit }),
      ...(filter !== undefined && { filter }),
      ...(lastPolled !== undefined && { last_polled: lastPolled }),
    })
    .where('id', '=', id)
    .execute()
    .catch((error: unknown) => {
      if (name !== undefined && brokenUnique(error) !== null)
        throw new DomainError('NAME_TAKEN', { noun: 'work queue', name }, { cause: error });
      throw error;
    });
  if (priority !== undefined) await movePriority(context, { id, poolId: pool.id, priority });
  if (status !== queue.status)
    await tellQueueStatuses(context, [{ id, name: name ?? queue.name, status, pool }]);
  // It may have more open slots now, or be served again.
  afterCommit(() => services.wake.runsScheduled([id]));
  return null;
};

export const updateQueueByName = async (
  context: Context,
  { workPoolName, workQueueName, ...change }: InputByName,
): Promise<null> =>
  updateQueue(context, { ...change, id: await queueIdOf(context, { workPoolName, workQueueName }) });

const statusOf = (
  { now, services }: Context,
  isPaused: boolean,
  lastPolled: Date | null,
): 'READY' | 'NOT_READY' | 'PAUSED' => {
  if (isPaused) return 'PAUSED';
  return polledWithin(lastPolled, now, services.config.pollTimeoutSeconds) ? 'READY' : 'NOT_READY';
};
