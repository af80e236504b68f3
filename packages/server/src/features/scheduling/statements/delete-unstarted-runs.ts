import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { unbegun } from './unbegun.ts';

// Removes the auto-scheduled runs of these schedules that nobody has begun; those whose start has passed only when `after` is null. Served by flow_run_schedule_future_index.
export const deleteUnstartedRuns = async (
  db: Db,
  { scheduleIds, after }: { scheduleIds: readonly string[]; after: Date | null },
): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    delete from flow_run
    where schedule_id = any(${[...scheduleIds]}::uuid[])
      and ${unbegun} and auto_scheduled
      and (${after}::timestamptz is null or next_scheduled_start_time > ${after})
    returning id`.execute(db);
  return rows.map((row) => row.id);
};
