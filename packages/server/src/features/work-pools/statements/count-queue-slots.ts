import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { holdsPoolSlot } from './holds-pool-slot.ts';

// How many runs of each of these queues hold a slot. Served by flow_run_lane_index.
export const countQueueSlots = async (db: Db, queueIds: readonly string[]): Promise<Map<string, number>> => {
  if (queueIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; slots: number }>`
    select queue.id, live.slots
    from unnest(${[...queueIds]}::uuid[]) as queue(id)
    cross join lateral (
      select count(*) as slots from flow_run r where r.work_queue_id = queue.id and ${holdsPoolSlot}
    ) live`.execute(db);
  return new Map(rows.map(({ id, slots }) => [id, slots]));
};
