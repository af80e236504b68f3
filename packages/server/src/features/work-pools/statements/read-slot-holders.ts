import type { slotHolder } from '@carillon/core';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db } from '../../../database/db.ts';
import { holdsPoolSlot } from './holds-pool-slot.ts';

type SlotHolder = z.output<typeof slotHolder>;

// The runs that hold a slot of each of these queues, the longest in their state first, a page of each. Served by
// flow_run_lane_index.
export const readSlotHolders = async (
  db: Db,
  {
    queueIds,
    now,
    limit,
    offset = 0,
  }: { queueIds: readonly string[]; now: Date; limit: number; offset?: number },
): Promise<Map<string, SlotHolder[]>> => {
  const { rows } = await sql<{ queue_id: string } & Omit<SlotHolder, 'timeInCurrentState'>>`
    select
      q.id as queue_id, r.id, r.name, r.state_type as "stateType", r.state_name as "stateName",
      r.start_time as "startTime", r.state_timestamp as "stateTimestamp"
    from unnest(${[...queueIds]}::uuid[]) as q(id)
    cross join lateral (
      select * from flow_run r
      where r.work_queue_id = q.id and ${holdsPoolSlot}
      order by r.state_timestamp, r.id
      limit ${limit} offset ${offset}
    ) r
    order by r.state_timestamp, r.id`.execute(db);
  const holders = new Map<string, SlotHolder[]>(queueIds.map((id) => [id, []]));
  for (const { queue_id, ...run } of rows) {
    const timeInCurrentState = Math.max(0, now.getTime() - run.stateTimestamp.getTime()) / 1000;
    holders.get(queue_id)?.push({ ...run, timeInCurrentState });
  }
  return holders;
};
