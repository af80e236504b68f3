import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { lockPool } from './lock-pool.ts';
import { makeQueue } from './make-queue.ts';
import { readQueue } from './read-queue.ts';
import { agentPool, agentPoolName } from './resolve-queue.ts';

type Create = (typeof api)['workPools']['queues']['create'];

/** Throws WORK_POOL_NOT_FOUND and NAME_TAKEN. */
export const createQueue = async (
  context: Context,
  { workPoolName, ...queue }: z.output<Create['input']>,
): Promise<z.input<Create['output']>> => {
  const pool = await lockPool(context, workPoolName);
  const id = await makeQueue(context, { poolId: pool.id, queue });
  if (id === null) throw new DomainError('NAME_TAKEN', { noun: 'work queue', name: queue.name });
  return readQueue(context, { id });
};

/** A queue without a named pool. */
export const createAgentQueue = async (
  context: Context,
  queue: z.output<(typeof api)['workQueues']['create']['input']>,
): Promise<z.input<Create['output']>> => {
  await agentPool(context);
  return createQueue(context, { workPoolName: agentPoolName, ...queue });
};
