import { type Actor, countBounds } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import type { ScheduleState } from '../schedule-plan.ts';

export type NewSchedules = {
  deploymentId: string;
  schedules: readonly (ScheduleState & { id: string })[];
  now: Date;
  actor: Actor | null;
};

// Makes schedules that nobody has planned yet; where their COUNT ends is found here, once.
export const insertSchedules = async (
  db: Db,
  { deploymentId, schedules, now, actor }: NewSchedules,
): Promise<void> => {
  const rows = schedules.map(({ id, schedule, active, maxScheduledRuns, parameters, slug }) => ({
    id,
    schedule,
    active,
    max_scheduled_runs: maxScheduledRuns,
    parameters,
    slug,
    count_bounds: countBounds(schedule),
  }));
  await sql`
    insert into deployment_schedule (
      id, created, updated, deployment_id, schedule, active, max_scheduled_runs, parameters, slug, created_by, count_bounds,
      error_count, missed_count
    )
    select
      s.id, ${now}::timestamptz, ${now}::timestamptz, ${deploymentId}::uuid, s.schedule, s.active, s.max_scheduled_runs,
      s.parameters, s.slug, ${actor === null ? null : JSON.stringify(actor)}::jsonb, s.count_bounds, 0, 0
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(
      id uuid, schedule jsonb, active boolean, max_scheduled_runs int, parameters jsonb, slug text, count_bounds jsonb
    )`.execute(db);
};
