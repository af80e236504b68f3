import type { Actor, WorkPoolCreate } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type PoolRow = WorkPoolCreate & { id: string; queueId: string; pausedBy: Actor | null };

/** Agents do not say of themselves that they are there, so their pools have no status. */
const firstStatus = ({ type, isPaused }: PoolRow): string | null => {
  if (type === 'prefect-agent') return null;
  return isPaused ? 'PAUSED' : 'NOT_READY';
};

// Makes a pool and its default queue; answers false, and makes nothing, when the name is taken. The unique key on the name
// is the lock: of two that come at once the second waits for the first.
export const insertPool = async (db: Db, { pool, now }: { pool: PoolRow; now: Date }): Promise<boolean> => {
  const { rows } = await sql`
    with made as (
      insert into work_pool (
        id, created, updated, name, description, type, base_job_template, is_paused, paused_at, paused_by,
        concurrency_limit, storage_configuration, status, default_queue_id
      ) values (
        ${pool.id}, ${now}, ${now}, ${pool.name}, ${pool.description}, ${pool.type},
        ${JSON.stringify(pool.baseJobTemplate)}::jsonb, ${pool.isPaused}, ${pool.isPaused ? now : null},
        ${pool.pausedBy === null ? null : JSON.stringify(pool.pausedBy)}::jsonb, ${pool.concurrencyLimit},
        ${JSON.stringify(pool.storageConfiguration)}::jsonb, ${firstStatus(pool)}, ${pool.queueId}
      )
      on conflict (name) do nothing
      returning id
    )
    insert into work_queue (id, created, updated, work_pool_id, name, description, is_paused, priority, status)
    select ${pool.queueId}::uuid, ${now}::timestamptz, ${now}::timestamptz, made.id, 'default',
      'The work pool''s default queue.', false, 1, 'NOT_READY'
    from made
    returning id`.execute(db);
  return rows.length > 0;
};
