import type { api, worker } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { all } from '../../filters/condition.ts';
import { anyOf, column } from '../../filters/criteria.ts';
import { checkFilterSize } from '../../filters/filter-size.ts';
import { workerOrder } from '../../filters/order.ts';
import { readIdsAfter } from '../../filters/read-ids.ts';
import { workerCondition } from '../../filters/worker.ts';
import { poolIdOf } from './read-work-pool.ts';
import { workerOnline } from './worker-online.ts';

type List = (typeof api)['workPools']['workers']['list'];

/** Who was heard last comes first. Throws WORK_POOL_NOT_FOUND. */
export const listWorkers = async (
  context: Context,
  { workPoolName, workers, ...page }: z.output<List['input']>,
): Promise<z.input<List['output']>> => {
  const poolId = await poolIdOf(context, workPoolName);
  checkFilterSize({ workers });
  const online = workerOnline(context.now, context.services.config);
  const where = all([
    anyOf(column('worker.work_pool_id', 'uuid'), [poolId]),
    workers == null ? null : workerCondition(workers, online),
  ]);
  const query = { table: 'worker', where, order: workerOrder, sort: 'LAST_HEARTBEAT_DESC', ...page } as const;
  const { ids, nextCursor } = await readIdsAfter(context.db, query);
  return { results: await readWorkers(context, ids), nextCursor };
};

const readWorkers = async (
  { db, now, services }: Context,
  ids: readonly string[],
): Promise<z.input<typeof worker>[]> => {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('worker')
    .selectAll()
    .select(workerOnline(now, services.config).as('online'))
    .where('id', 'in', [...ids])
    .execute();
  const views = new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        created: row.created,
        updated: row.updated,
        name: row.name,
        workPoolId: row.work_pool_id,
        lastHeartbeatTime: row.last_heartbeat_time,
        heartbeatIntervalSeconds: row.heartbeat_interval_seconds,
        status: row.online ? ('ONLINE' as const) : ('OFFLINE' as const),
      },
    ]),
  );
  return ids.flatMap((id) => views.get(id) ?? []);
};
