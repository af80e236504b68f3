import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type NotReadyRow = {
  id: string;
  name: string;
  flow_name: string;
  last_polled: Date | null;
  count: number;
};

// The deployments whose schedules make runs for which nobody asks, by name, and how many they are in all. Reads every deployment
// once, and of those that are not ready whether deployment_schedule_slug_unique finds an active schedule.
export const readNotReady = async (db: Db, { limit }: { limit: number }): Promise<NotReadyRow[]> => {
  const { rows } = await sql<NotReadyRow>`
    select d.id, d.name, f.name as flow_name, d.last_polled, (count(*) over ())::int as count
    from deployment d
    join flow f on f.id = d.flow_id
    where d.status = 'NOT_READY' and not d.paused
      and exists (select from deployment_schedule s where s.deployment_id = d.id and s.active)
    order by f.name, d.name, d.id
    limit ${limit}`.execute(db);
  return rows;
};

export type ScheduleErrorRow = {
  id: string;
  name: string;
  flow_name: string;
  schedule_id: string;
  slug: string | null;
  schedule: unknown;
  error: string;
  count: number;
};

// The schedules that cannot be planned, in the order in which they were made, and how many they are in all. Reads every schedule
// once.
export const readScheduleErrors = async (
  db: Db,
  { limit }: { limit: number },
): Promise<ScheduleErrorRow[]> => {
  const { rows } = await sql<ScheduleErrorRow>`
    select d.id, d.name, f.name as flow_name, s.id as schedule_id, s.slug, s.schedule, s.error,
      (count(*) over ())::int as count
    from deployment_schedule s
    join deployment d on d.id = s.deployment_id
    join flow f on f.id = d.flow_id
    where s.error is not null and s.active and not d.paused
    order by s.id
    limit ${limit}`.execute(db);
  return rows;
};
