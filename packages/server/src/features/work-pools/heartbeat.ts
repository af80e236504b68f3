import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { upsertWorker } from './statements/upsert-worker.ts';
import { tellPoolStatuses } from './tell-statuses.ts';

type Heartbeat = z.output<(typeof api)['workPools']['workers']['heartbeat']['input']>;

/** A pool that has a worker is READY, unless it is paused. Throws WORK_POOL_NOT_FOUND. */
export const heartbeat = async (context: Context, { workPoolName, ...worker }: Heartbeat): Promise<null> => {
  const { db, now } = context;
  // Held so that the pool stays while its worker is written; other heartbeats may hold it too.
  const pool = await db
    .selectFrom('work_pool')
    .select('id')
    .where('name', '=', workPoolName)
    .forKeyShare()
    .executeTakeFirst();
  if (pool === undefined) throw new DomainError('WORK_POOL_NOT_FOUND', { name: workPoolName });
  await upsertWorker(db, { heartbeat: { ...worker, id: newId(now), poolId: pool.id }, now });
  const ready = await db
    .updateTable('work_pool')
    .set({ status: 'READY' })
    .where('id', '=', pool.id)
    .where('status', '=', 'NOT_READY')
    .returning(['id', 'name'])
    .execute();
  await tellPoolStatuses(
    context,
    ready.map((row) => ({ ...row, status: 'READY' })),
  );
  return null;
};
