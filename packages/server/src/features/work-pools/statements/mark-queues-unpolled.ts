import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

type Unpolled = { id: string; name: string; status: 'NOT_READY'; pool: { id: string; name: string } };

// Says of READY queues that nobody has asked for their runs since; one that somebody holds is passed over. Does not bump `updated`.
// Reads the queues, which are few.
export const markQueuesUnpolled = async (
  db: Db,
  { before, limit }: { before: Date; limit: number },
): Promise<Unpolled[]> => {
  const { rows } = await sql<Unpolled>`
    with unpolled as (
      select q.id from work_queue q
      where q.status = 'READY' and (q.last_polled is null or q.last_polled <= ${before})
      limit ${limit}
      for no key update of q skip locked
    )
    update work_queue q set status = 'NOT_READY'
    from unpolled, work_pool p
    where q.id = unpolled.id and p.id = q.work_pool_id
    returning q.id, q.name, q.status, jsonb_build_object('id', p.id, 'name', p.name) as pool`.execute(db);
  return rows;
};
