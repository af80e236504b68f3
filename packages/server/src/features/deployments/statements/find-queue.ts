import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// The id of a queue of a pool (of its default queue, where the name is null): null when the pool has none of the name,
// undefined without the pool. Served by work_pool_name_unique and work_queue_name_unique.
export const findQueue = async (
  db: Db,
  { pool, queue }: { pool: string; queue: string | null },
): Promise<string | null | undefined> => {
  const { rows } = await sql<{ id: string | null }>`
    select case when ${queue}::text is null then p.default_queue_id else q.id end as id
    from work_pool p
    left join work_queue q on q.work_pool_id = p.id and q.name = ${queue}
    where p.name = ${pool}`.execute(db);
  return rows[0] === undefined ? undefined : rows[0].id;
};
