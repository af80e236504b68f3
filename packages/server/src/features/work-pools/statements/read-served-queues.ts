import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type ServedQueueRow = {
  pool_id: string;
  pool_paused: boolean;
  pool_limit: number | null;
  id: string;
  name: string;
  is_paused: boolean;
  concurrency_limit: number | null;
  priority: number;
};

// The queues of a pool, by priority, each with what claims ask of its pool. Served by work_pool_name_unique and
// work_queue_priority_index.
export const readServedQueues = async (db: Db, poolName: string): Promise<ServedQueueRow[]> => {
  const { rows } = await sql<ServedQueueRow>`
    select
      p.id as pool_id, p.is_paused as pool_paused, p.concurrency_limit as pool_limit,
      q.id, q.name, q.is_paused, q.concurrency_limit, q.priority
    from work_pool p
    join work_queue q on q.work_pool_id = p.id
    where p.name = ${poolName}
    order by q.priority, q.id`.execute(db);
  return rows;
};
