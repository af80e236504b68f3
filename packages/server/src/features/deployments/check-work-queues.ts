import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { type MatchingQueue, readMatchingQueues } from './statements/read-matching-queues.ts';

type Check = (typeof api)['deployments']['workQueueCheck'];

/** Which queues would take this deployment's runs by their own filter, as queues had before there were pools. */
export const checkWorkQueues = async (
  { db }: Context,
  { id }: { id: string },
): Promise<z.input<Check['output']>> => {
  const deployment = await db.selectFrom('deployment').select('tags').where('id', '=', id).executeTakeFirst();
  if (deployment === undefined) throw new DomainError('DEPLOYMENT_NOT_FOUND', { name: id });
  const queues = await readMatchingQueues(db, { deploymentId: id, tags: deployment.tags });
  return queues.map(queueView);
};

const queueView = (row: MatchingQueue): z.input<Check['output']>[number] => ({
  id: row.id,
  created: row.created,
  updated: row.updated,
  name: row.name,
  description: row.description,
  isPaused: row.is_paused,
  pause: row.paused_at === null ? null : { at: row.paused_at, by: row.paused_by, reason: row.pause_reason },
  concurrencyLimit: row.concurrency_limit,
  priority: row.priority,
  workPoolId: row.work_pool_id,
  workPoolName: row.pool_name,
  filter: row.filter,
  lastPolled: row.last_polled,
  status: row.status,
  activeSlots: row.active_slots,
});
