import { DomainError, type workQueue } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { type QueueRow, queueView } from './queue-view.ts';
import { agentPoolName } from './resolve-queue.ts';
import { countQueueSlots } from './statements/count-queue-slots.ts';

type View = z.input<typeof workQueue>;

/** With the slots that are taken of those that have a limit. */
export const queueViews = async ({ db }: Context, rows: readonly QueueRow[]): Promise<View[]> => {
  const limited = rows.filter((row) => row.concurrency_limit !== null).map((row) => row.id);
  const slots = await countQueueSlots(db, limited);
  return rows.map((row) => queueView(row, slots));
};

const selectQueues = ({ db }: Context) =>
  db
    .selectFrom('work_queue')
    .innerJoin('work_pool', 'work_pool.id', 'work_queue.work_pool_id')
    .selectAll('work_queue')
    .select('work_pool.name as pool_name');

/** In the order of `ids`; those that are not there are left out. */
export const readQueues = async (context: Context, ids: readonly string[]): Promise<View[]> => {
  if (ids.length === 0) return [];
  const rows = await selectQueues(context)
    .where('work_queue.id', 'in', [...ids])
    .execute();
  const views = new Map((await queueViews(context, rows)).map((view) => [view.id, view]));
  return ids.flatMap((id) => views.get(id) ?? []);
};

export const readQueue = async (context: Context, { id }: { id: string }): Promise<View> => {
  const [queue] = await readQueues(context, [id]);
  if (queue === undefined) throw new DomainError('WORK_QUEUE_NOT_FOUND', { pool: null, name: id });
  return queue;
};

export type QueueNames = { workPoolName: string; workQueueName: string };

/** Throws WORK_QUEUE_NOT_FOUND, without its pool too. */
export const queueIdOf = async (
  { db }: Context,
  { workPoolName, workQueueName }: QueueNames,
): Promise<string> => {
  const row = await db
    .selectFrom('work_queue')
    .innerJoin('work_pool', 'work_pool.id', 'work_queue.work_pool_id')
    .select('work_queue.id')
    .where('work_pool.name', '=', workPoolName)
    .where('work_queue.name', '=', workQueueName)
    .executeTakeFirst();
  if (row === undefined)
    throw new DomainError('WORK_QUEUE_NOT_FOUND', { pool: workPoolName, name: workQueueName });
  return row.id;
};

export const readQueueByName = async (context: Context, names: QueueNames): Promise<View> =>
  readQueue(context, { id: await queueIdOf(context, names) });

/** A queue without a named pool. */
export const readAgentQueue = (context: Context, { name }: { name: string }): Promise<View> =>
  readQueueByName(context, { workPoolName: agentPoolName, workQueueName: name });
