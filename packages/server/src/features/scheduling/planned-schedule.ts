import { type JsonValue, type Schedule, schedule } from '@carillon/core';
import { sql } from 'kysely';

/** What planning needs of a schedule. */
export type PlannedSchedule = {
  id: string;
  deployment_id: string;
  schedule: unknown;
  count_bounds: JsonValue | null;
  max_scheduled_runs: number | null;
  planned_until: Date | null;
  error_count: number;
};

export const plannedColumns = sql.raw(
  's.id, s.deployment_id, s.schedule, s.count_bounds, s.max_scheduled_runs, s.planned_until, s.error_count',
);

/** The stored schedule with its instants as Dates. */
export const storedSchedule = (stored: unknown): Schedule => schedule.parse(stored);
