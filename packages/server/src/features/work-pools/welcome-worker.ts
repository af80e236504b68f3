import { DomainError, isDomainError, type JsonObject, type workPool, workPoolCreate } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { createWorkPool } from './create-work-pool.ts';
import { heartbeat } from './heartbeat.ts';
import { readWorkPool } from './read-work-pool.ts';
import { isReserved } from './reserved-names.ts';
import { updateWorkPool } from './update-work-pool.ts';

type Pool = z.input<typeof workPool>;

export type Arrival = {
  poolName: string;
  /** None: all of the pool's. */
  queueNames: readonly string[];
  worker: { name: string; type: string; heartbeatIntervalSeconds: number; metadata: JsonObject | null };
  /** For a pool that has none, or is made. */
  baseJobTemplate: JsonObject;
  createsPool: boolean;
};

/**
 * A worker has come to serve a pool: the pool is made where it is missing and may be, gets the worker's template where it has none,
 * and knows of the worker from now on. Throws WORK_POOL_NOT_FOUND, WORK_QUEUE_NOT_FOUND, and what the making of a pool throws.
 */
export const welcomeWorker = async (
  context: Context,
  arrival: Arrival,
): Promise<{ pool: Pool; queues: { id: string; name: string }[] }> => {
  const { poolName, baseJobTemplate } = arrival;
  const found = await ensurePool(context, arrival);
  const isBare = Object.keys(found.baseJobTemplate).length === 0 && !isReserved(poolName);
  if (isBare && Object.keys(baseJobTemplate).length > 0)
    await updateWorkPool(context, { name: poolName, baseJobTemplate, pauseReason: null });
  const { type: _, ...worker } = arrival.worker;
  await heartbeat(context, { workPoolName: poolName, ...worker });
  const queues = await queuesOf(context, { poolId: found.id, poolName, names: arrival.queueNames });
  return { pool: await readWorkPool(context, { name: poolName }), queues };
};

const poolOf = async (context: Context, name: string): Promise<Pool | null> => {
  try {
    return await readWorkPool(context, { name });
  } catch (error) {
    if (isDomainError(error) && error.code === 'WORK_POOL_NOT_FOUND') return null;
    throw error;
  }
};

const ensurePool = async (
  context: Context,
  { poolName: name, worker, baseJobTemplate, createsPool }: Arrival,
): Promise<Pool> => {
  const found = await poolOf(context, name);
  if (found !== null) return found;
  if (!createsPool) throw new DomainError('WORK_POOL_NOT_FOUND', { name });
  try {
    return await createWorkPool(context, workPoolCreate.parse({ name, type: worker.type, baseJobTemplate }));
  } catch (error) {
    // Another worker of the pool has come in the same moment.
    if (isDomainError(error) && error.code === 'NAME_TAKEN') return readWorkPool(context, { name });
    throw error;
  }
};

type Wanted = { poolId: string; poolName: string; names: readonly string[] };

const queuesOf = async (
  { db }: Context,
  { poolId, poolName, names }: Wanted,
): Promise<{ id: string; name: string }[]> => {
  const rows = await db
    .selectFrom('work_queue')
    .select(['id', 'name'])
    .where('work_pool_id', '=', poolId)
    .orderBy('priority')
    .orderBy('id')
    .execute();
  if (names.length === 0) return rows;
  return [...new Set(names)].map((name) => {
    const queue = rows.find((row) => row.name === name);
    if (queue === undefined) throw new DomainError('WORK_QUEUE_NOT_FOUND', { pool: poolName, name });
    return queue;
  });
};
