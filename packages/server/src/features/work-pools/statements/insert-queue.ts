import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type QueueRow = { id: string; poolId: string; name: string };

// Makes a queue in a pool, unless one of its name is there, with the first priority that no queue of the pool has. Its
// caller holds the pool's row, so that no two queues get one priority. Served by work_queue_priority_index.
export const insertQueue = async (db: Db, { queue, now }: { queue: QueueRow; now: Date }): Promise<void> => {
  await sql`
    insert into work_queue (id, created, updated, work_pool_id, name, description, is_paused, priority, status)
    select ${queue.id}::uuid, ${now}::timestamptz, ${now}::timestamptz, ${queue.poolId}::uuid, ${queue.name}, '', false,
      (
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
      ),
      'NOT_READY'
    on conflict (work_pool_id, name) do nothing`.execute(db);
};
