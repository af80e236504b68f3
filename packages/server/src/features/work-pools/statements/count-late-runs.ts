import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// How many runs of a queue are Late. Served by flow_run_due_queue_index: of what waits in the queue, what is due by now.
export const countLateRuns = async (
  db: Db,
  { queueId, now }: { queueId: string; now: Date },
): Promise<number> => {
  const { rows } = await sql<{ late: number }>`
    select count(*) as late from flow_run r
    where r.work_queue_id = ${queueId} and r.state_type = 'SCHEDULED' and r.state_name = 'Late'
      and r.next_scheduled_start_time <= ${now}`.execute(db);
  return rows[0]?.late ?? 0;
};
