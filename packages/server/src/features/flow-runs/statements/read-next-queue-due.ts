import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { claimable } from './claimable.ts';
import { inTurn } from './in-turn.ts';
import type { NextDue } from './read-next-due.ts';

// When these queues have runs to claim, whatever may hold them back. Served by flow_run_due_queue_index: two probes for each queue.
export const readNextQueueDue = async (
  db: Db,
  { queueIds, now }: { queueIds: readonly string[]; now: Date },
): Promise<NextDue> => {
  const { rows } = await sql<NextDue>`
    select coalesce(bool_or(past.found), false) as due, min(future.start) as next
    from unnest(${[...queueIds]}::uuid[]) as served(id)
    left join lateral (
      select true as found from flow_run r
      where r.work_queue_id = served.id and ${claimable} and r.next_scheduled_start_time <= ${now}
      order by ${inTurn}
      limit 1
    ) past on true
    left join lateral (
      select r.next_scheduled_start_time as start from flow_run r
      where r.work_queue_id = served.id and ${claimable} and r.next_scheduled_start_time > ${now}
      order by ${inTurn}
      limit 1
    ) future on true`.execute(db);
  return rows[0] ?? { due: false, next: null };
};
