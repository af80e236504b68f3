import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { holdsPoolSlot } from './holds-pool-slot.ts';

// How many runs of each pool hold a slot, in paused queues too. Served by work_queue_priority_index and flow_run_lane_index.
export const countPoolSlots = async (db: Db, poolIds: readonly string[]): Promise<Map<string, number>> => {
  if (poolIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; slots: number }>`
    select q.work_pool_id as id, sum(live.slots)::int as slots
    from work_queue q
    cross join lateral (
      select count(*) as slots from flow_run r where r.work_queue_id = q.id and ${holdsPoolSlot}
    ) live
    where q.work_pool_id = any(${[...poolIds]}::uuid[])
    group by q.work_pool_id`.execute(db);
  return new Map(rows.map(({ id, slots }) => [id, slots]));
};
