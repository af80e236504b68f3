import { DomainError, invariant, name as nameSchema, workPoolCreate, workQueueCreate } from '@carillon/core';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { lockPool } from './lock-pool.ts';
import { makeQueue } from './make-queue.ts';
import { insertPool } from './statements/insert-pool.ts';

/** Where a queue is that was named without a pool. */
export const agentPoolName = 'default-agent-pool';

type Wanted = { workPoolName: string | null; workQueueName: string | null };
type Resolved = { workQueueId: string | null; workQueueName: string | null };

/**
 * The queue that a pool and a queue name mean: a pool alone means its default queue, a queue alone one of the pool
 * `default-agent-pool`, which is made when it is missing, and neither means none. A queue that is missing is made; one that is there
 * stays until this transaction ends. Its name is given back as it was asked for: null where a pool alone was. Throws
 * WORK_POOL_NOT_FOUND, and INPUT_INVALID for a new queue with a name that none may have.
 */
export const resolveQueue = async (
  context: Context,
  { workPoolName, workQueueName }: Wanted,
): Promise<Resolved> => {
  if (workPoolName === null && workQueueName === null) return { workQueueId: null, workQueueName: null };
  const poolName = workPoolName ?? agentPoolName;
  const pool = workPoolName === null ? await agentPool(context) : await findPool(context, workPoolName);
  const meansDefault = workQueueName === null || (workPoolName === null && workQueueName === 'default');
  const workQueueId = meansDefault
    ? await holdQueue(context, { id: pool?.default_queue_id ?? null })
    : ((await holdQueue(context, { poolId: pool?.id ?? null, name: workQueueName })) ??
      (await makeMissingQueue(context, poolName, workQueueName)));
  if (workQueueId === undefined) throw new DomainError('WORK_POOL_NOT_FOUND', { name: poolName });
  return { workQueueId, workQueueName };
};

type Pool = { id: string; default_queue_id: string | null };

const findPool = ({ db }: Context, name: string): Promise<Pool | undefined> =>
  db.selectFrom('work_pool').select(['id', 'default_queue_id']).where('name', '=', name).executeTakeFirst();

/** The pool of queues without a pool, made when it is missing. */
export const agentPool = async (context: Context): Promise<Pool | undefined> => {
  const { db, now } = context;
  const existing = await findPool(context, agentPoolName);
  if (existing !== undefined) return existing;
  const pool = workPoolCreate.parse({ name: agentPoolName });
  await insertPool(db, { pool: { ...pool, id: newId(now), queueId: newId(now), pausedBy: null }, now });
  // Made now by this call, or by another one that was quicker.
  return findPool(context, agentPoolName);
};

type QueueKey = { id: string | null } | { poolId: string | null; name: string };

/** The id of a queue that nobody deletes until this transaction ends. */
const holdQueue = async ({ db }: Context, key: QueueKey): Promise<string | undefined> => {
  const query = db.selectFrom('work_queue').select('id').forKeyShare();
  const found =
    'id' in key
      ? query.where('id', '=', key.id)
      : query.where('work_pool_id', '=', key.poolId).where('name', '=', key.name);
  return (await found.executeTakeFirst())?.id;
};

/** Throws WORK_POOL_NOT_FOUND. */
const makeMissingQueue = async (context: Context, poolName: string, name: string): Promise<string> => {
  checkQueueName(name);
  const pool = await lockPool(context, poolName);
  // Another call may have made it before the pool's row was ours.
  const made =
    (await makeQueue(context, { poolId: pool.id, queue: workQueueCreate.parse({ name }) })) ??
    (await holdQueue(context, { poolId: pool.id, name }));
  invariant(made !== undefined, `work queue ${name} was just made, and is not there`);
  return made;
};

const checkQueueName = (queueName: string): void => {
  const result = nameSchema.safeParse(queueName);
  if (result.success) return;
  throw new DomainError('INPUT_INVALID', {
    issues: result.error.issues.map(({ message }) => ({ path: ['workQueueName'], message })),
  });
};
