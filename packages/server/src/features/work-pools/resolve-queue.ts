import { DomainError, invariant, name as nameSchema, workPoolCreate } from '@carillon/core';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { insertPool } from './statements/insert-pool.ts';
import { insertQueue } from './statements/insert-queue.ts';

/** Where a queue is that was named without a pool. */
export const agentPoolName = 'default-agent-pool';

type Wanted = { workPoolName: string | null; workQueueName: string | null };
type Resolved = { workQueueId: string | null; workQueueName: string | null };

/**
 * The queue that a pool and a queue name mean: a pool alone means its default queue, a queue alone one of the pool
 * `default-agent-pool`, which is made when it is missing, and neither means none. A queue that is missing is made. Its name is
 * given back as it was asked for: null where a pool alone was. Throws WORK_POOL_NOT_FOUND, and INPUT_INVALID for a new queue
 * with a name that none may have.
 */
export const resolveQueue = async (
  context: Context,
  { workPoolName, workQueueName }: Wanted,
): Promise<Resolved> => {
  if (workPoolName === null && workQueueName === null) return { workQueueId: null, workQueueName: null };
  const pool = workPoolName === null ? await agentPool(context) : await findPool(context, workPoolName);
  if (pool === undefined)
    throw new DomainError('WORK_POOL_NOT_FOUND', { name: workPoolName ?? agentPoolName });
  const meansDefault = workQueueName === null || (workPoolName === null && workQueueName === 'default');
  const workQueueId = meansDefault
    ? pool.default_queue_id
    : ((await findQueue(context, pool.id, workQueueName)) ??
      (await makeQueue(context, pool.id, workQueueName)));
  return { workQueueId, workQueueName };
};

type Pool = { id: string; default_queue_id: string | null };

const findPool = ({ db }: Context, name: string): Promise<Pool | undefined> =>
  db.selectFrom('work_pool').select(['id', 'default_queue_id']).where('name', '=', name).executeTakeFirst();

const agentPool = async (context: Context): Promise<Pool | undefined> => {
  const { db, now } = context;
  const existing = await findPool(context, agentPoolName);
  if (existing !== undefined) return existing;
  const pool = workPoolCreate.parse({ name: agentPoolName });
  await insertPool(db, { pool: { ...pool, id: newId(now), queueId: newId(now), pausedBy: null }, now });
  // Made now by this call, or by another one that was quicker.
  return findPool(context, agentPoolName);
};

const findQueue = async ({ db }: Context, poolId: string, name: string): Promise<string | undefined> => {
  const queue = await db
    .selectFrom('work_queue')
    .select('id')
    .where('work_pool_id', '=', poolId)
    .where('name', '=', name)
    .executeTakeFirst();
  return queue?.id;
};

const makeQueue = async (context: Context, poolId: string, name: string): Promise<string> => {
  checkQueueName(name);
  const { db, now } = context;
  await db.selectFrom('work_pool').select('id').where('id', '=', poolId).forNoKeyUpdate().execute();
  await insertQueue(db, { queue: { id: newId(now), poolId, name }, now });
  const made = await findQueue(context, poolId, name);
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
