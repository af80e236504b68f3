import { type Actor, countBounds, sameSchedule } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import type { SchedulePlan } from '../schedule-plan.ts';

export type ChangedSchedules = { changed: SchedulePlan['changed']; now: Date; actor: Actor | null };

// Writes what people changed of schedules. What was found out about the old rule (where its COUNT ends, starts that were
// missed) goes with it, and an error is given another try. Served by the primary key.
export const updateSchedules = async (db: Db, { changed, now, actor }: ChangedSchedules): Promise<void> => {
  const rows = changed.map(({ from, to }) => ({
    id: to.id,
    schedule: to.schedule,
    other_rule: !sameSchedule(from.schedule, to.schedule),
    active: to.active,
    max_scheduled_runs: to.maxScheduledRuns,
    parameters: to.parameters,
    slug: to.slug,
    count_bounds: countBounds(to.schedule),
  }));
  await sql`
    update deployment_schedule s set
      updated = ${now}::timestamptz,
      updated_by = ${actor === null ? null : JSON.stringify(actor)}::jsonb,
      schedule = c.schedule, active = c.active, max_scheduled_runs = c.max_scheduled_runs,
      parameters = c.parameters, slug = c.slug, count_bounds = c.count_bounds,
      error = null, error_count = 0,
      missed_count = case when c.other_rule then 0 else s.missed_count end,
      missed_from = case when c.other_rule then null else s.missed_from end,
      missed_until = case when c.other_rule then null else s.missed_until end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(
      id uuid, schedule jsonb, other_rule boolean, active boolean, max_scheduled_runs int, parameters jsonb, slug text,
      count_bounds jsonb
    )
    where s.id = c.id`.execute(db);
};
