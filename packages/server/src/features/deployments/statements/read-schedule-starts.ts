import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type ScheduleStartRow = {
  id: string;
  deployment_id: string;
  slug: string | null;
  schedule: unknown;
  active: boolean;
  error: string | null;
  next_start: Date | null;
};

// The schedules of these deployments in the order in which they were made, each with its next start. Served by
// deployment_schedule_slug_unique and flow_run_schedule_future_index: one probe for each schedule.
export const readScheduleStarts = async (
  db: Db,
  { deploymentIds, now }: { deploymentIds: readonly string[]; now: Date },
): Promise<ScheduleStartRow[]> => {
  const { rows } = await sql<ScheduleStartRow>`
    select s.id, s.deployment_id, s.slug, s.schedule, s.active, s.error, (
      select r.next_scheduled_start_time from flow_run r
      where r.schedule_id = s.id and r.state_type = 'SCHEDULED' and r.next_scheduled_start_time > ${now}::timestamptz
      order by r.next_scheduled_start_time
      limit 1
    ) as next_start
    from deployment_schedule s
    where s.deployment_id = any(${[...deploymentIds]}::uuid[])
    order by s.id`.execute(db);
  return rows;
};
