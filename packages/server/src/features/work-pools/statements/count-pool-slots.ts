import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// How many runs of each pool are PENDING or RUNNING; pools without any are left out. Served by flow_run_state_index, of which
// it reads what is live.
export const countPoolSlots = async (db: Db, poolIds: readonly string[]): Promise<Map<string, number>> => {
  if (poolIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; slots: number }>`
    select q.work_pool_id as id, count(*) as slots
    from flow_run r
    join work_queue q on q.id = r.work_queue_id
    where r.state_type in ('PENDING', 'RUNNING') and q.work_pool_id = any(${[...poolIds]}::uuid[])
    group by q.work_pool_id`.execute(db);
  return new Map(rows.map(({ id, slots }) => [id, slots]));
};
