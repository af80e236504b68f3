import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { queueViews } from '../work-pools/read-queue.ts';
import { readMatchingQueues } from './statements/read-matching-queues.ts';

type Check = (typeof api)['deployments']['workQueueCheck'];

/** Which queues would take this deployment's runs by their own filter, as queues had before there were pools. */
export const checkWorkQueues = async (
  context: Context,
  { id }: { id: string },
): Promise<z.input<Check['output']>> => {
  const { db } = context;
  const deployment = await db.selectFrom('deployment').select('tags').where('id', '=', id).executeTakeFirst();
  if (deployment === undefined) throw new DomainError('DEPLOYMENT_NOT_FOUND', { name: id });
  return queueViews(context, await readMatchingQueues(db, { deploymentId: id, tags: deployment.tags }));
};
