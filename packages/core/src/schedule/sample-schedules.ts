import type {
  CronDefinition,
  IntervalDefinition,
  RruleDefinition,
  ScheduleDefinition,
} from './definition.ts';
import { type OccurrenceOptions, occurrences } from './occurrences.ts';

export const cron = (text: string, timezone: string | null = null, dayOr = true): CronDefinition => ({
  kind: 'cron',
  cron: text,
  timezone,
  dayOr,
});

export const every = (
  seconds: number,
  anchor: string | null,
  timezone: string | null = null,
): IntervalDefinition => ({
  kind: 'interval',
  interval: seconds,
  anchorDate: anchor === null ? null : new Date(anchor),
  timezone,
});

export const rrule = (text: string, timezone: string | null = null): RruleDefinition => ({
  kind: 'rrule',
  rrule: text,
  timezone,
});

/** The first starts at or after `from`, as ISO text without its zeros. */
export const startsOf = (
  schedule: ScheduleDefinition,
  from: string,
  count: number,
  options?: OccurrenceOptions,
): string[] => {
  const starts: string[] = [];
  for (const at of occurrences(schedule, Date.parse(from), options)) {
    starts.push(new Date(at).toISOString().replace(/(:00)?\.000Z$/, 'Z'));
    if (starts.length === count) break;
  }
  return starts;
};
