/** A schedule as the engine sees it; the schemas' `Schedule` is one. */
export type CronDefinition = { kind: 'cron'; cron: string; timezone: string | null; dayOr: boolean };
/** In seconds; a null anchor is 2020-01-01T00:00 on the zone's wall clock. */
export type IntervalDefinition = {
  kind: 'interval';
  interval: number;
  anchorDate: Date | null;
  timezone: string | null;
};
export type RruleDefinition = { kind: 'rrule'; rrule: string; timezone: string | null };
export type ScheduleDefinition = CronDefinition | IntervalDefinition | RruleDefinition;
