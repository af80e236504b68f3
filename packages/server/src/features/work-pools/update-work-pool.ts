import { type api, DomainError } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { pauseColumns } from '../../pause.ts';
import { checkJobTemplate } from './check-job-template.ts';
import { lockPool, type PoolRow } from './lock-pool.ts';
import { isReserved } from './reserved-names.ts';
import { readOnlineWorker } from './statements/read-online-worker.ts';
import { tellPoolStatuses } from './tell-statuses.ts';

type Input = z.output<(typeof api)['workPools']['update']['input']>;

/**
 * Changes what it names; when it names nothing, not even the time of the last change. A second pause says nothing new of when, by
 * whom and why. Throws WORK_POOL_RESERVED for more than the pause and the limit of a pool of ours, and what `checkJobTemplate`
 * throws.
 */
export const updateWorkPool = async (
  context: Context,
  { name, pauseReason, ...change }: Input,
): Promise<null> => {
  const { db, now, afterCommit, services } = context;
  const { description, baseJobTemplate, isPaused, concurrencyLimit, storageConfiguration } = change;
  const pool = await lockPool(context, name);
  if (Object.values(change).every((value) => value === undefined)) return null;
  const fixed = [description, baseJobTemplate, storageConfiguration];
  if (isReserved(name) && fixed.some((value) => value !== undefined))
    throw new DomainError('WORK_POOL_RESERVED', { name });
  if (baseJobTemplate !== undefined) await checkJobTemplate(context, baseJobTemplate);
  const status = isPaused === undefined ? pool.status : await statusOf(context, pool, isPaused);
  await db
    .updateTable('work_pool')
    .set({
      updated: now,
      status,
      ...(description !== undefined && { description }),
      ...(baseJobTemplate !== undefined && { base_job_template: baseJobTemplate }),
      ...(isPaused !== undefined && { is_paused: isPaused }),
      ...pauseColumns(context, isPaused === pool.is_paused ? undefined : isPaused, pauseReason),
      ...(concurrencyLimit !== undefined && { concurrency_limit: concurrencyLimit }),
      ...(storageConfiguration !== undefined && { storage_configuration: storageConfiguration }),
    })
    .where('id', '=', pool.id)
    .execute();
  if (status !== null && status !== pool.status) await tellPoolStatuses(context, [{ ...pool, status }]);
  // It may have more open slots now, or be served again.
  afterCommit(() => services.wake.runsScheduled([pool.id]));
  return null;
};

/** Agents do not say of themselves that they are there, so their pools have no status. */
const statusOf = async (context: Context, pool: PoolRow, isPaused: boolean): Promise<PoolRow['status']> => {
  if (pool.status === null) return null;
  if (isPaused) return 'PAUSED';
  const { db, now, services } = context;
  const worker = await readOnlineWorker(db, { poolId: pool.id, now, config: services.config });
  return worker === undefined ? 'NOT_READY' : 'READY';
};
