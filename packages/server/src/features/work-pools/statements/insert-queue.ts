import type { Actor, WorkQueueCreate } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type NewQueue = WorkQueueCreate & { id: string; poolId: string };

// Makes a queue in a pool, with the first priority that no queue of the pool has unless one is given; answers false, and makes
// nothing, when its name is taken. Its caller holds the pool's row, so that no two queues get one priority. Served by
// work_queue_priority_index.
export const insertQueue = async (
  db: Db,
  { queue, now, actor }: { queue: NewQueue; now: Date; actor: Actor | null },
): Promise<boolean> => {
  const pausedBy = queue.isPaused && actor !== null ? JSON.stringify(actor) : null;
  const { rows } = await sql`
    insert into work_queue (
      id, created, updated, work_pool_id, name, description, is_paused, paused_at, paused_by, concurrency_limit, priority,
      filter, status
    )
    select ${queue.id}::uuid, ${now}::timestamptz, ${now}::timestamptz, ${queue.poolId}::uuid, ${queue.name},
      ${queue.description}, ${queue.isPaused}, ${queue.isPaused ? now : null}::timestamptz, ${pausedBy}::jsonb,
      ${queue.concurrencyLimit}::int,
      coalesce(${queue.priority}::int, (
        select min(free.priority)
        from (
          select 1 as priority
          union all
          select priority + 1 from work_queue where work_pool_id = ${queue.poolId}
        ) free
        where not exists (
          select from work_queue taken
          where taken.work_pool_id = ${queue.poolId} and taken.priority = free.priority
        )
      )),
      ${queue.filter === null ? null : JSON.stringify(queue.filter)}::jsonb, 'NOT_READY'
    on conflict (work_pool_id, name) do nothing
    returning id`.execute(db);
  return rows.length > 0;
};
