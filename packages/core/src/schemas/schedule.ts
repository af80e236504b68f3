import { z } from 'zod';
import { scheduleFault } from '../schedule/fault.ts';
import { instant } from './time.ts';
import { timezoneName } from './timezone.ts';

const timezone = timezoneName.nullable().default(null);

/** Says at the member that holds the text what is wrong with it. */
const checked = (
  schedule: Parameters<typeof scheduleFault>[0] & { kind: 'cron' | 'rrule' },
  context: z.RefinementCtx,
): void => {
  const message = scheduleFault(schedule);
  if (message !== null) context.addIssue({ code: 'custom', message, path: [schedule.kind] });
};

/** 5 fields, 6 with the seconds last, 7 with the year; see docs/scheduling.md. */
export const cronSchedule = z
  .strictObject({
    kind: z.literal('cron'),
    cron: z.string(),
    timezone,
    /** When both a day of the month and a weekday are named: either will do, or both must hold. */
    dayOr: z.boolean().default(true),
  })
  .superRefine(checked);

/** 999,999,999 days. */
const intervalMax = 86_399_999_913_600;

const interval = z
  .number()
  .positive({ error: ({ input }) => `interval ${String(input)} is not positive` })
  .max(intervalMax, { error: ({ input }) => `interval ${String(input)} is longer than 999,999,999 days` })
  .refine((seconds) => Number(seconds.toFixed(3)) === seconds, {
    error: ({ input }) => `interval ${String(input)} is finer than a millisecond`,
  });

export const intervalSchedule = z.strictObject({
  kind: z.literal('interval'),
  /** Seconds, whole milliseconds; whole days are calendar days of the zone. */
  interval,
  /** Starts are counted from here, both ways; null: from 2020-01-01T00:00 on the zone's wall clock. */
  anchorDate: instant.nullable().default(null),
  timezone,
});

/** RFC 5545; the digits of its dates are wall-clock time in the zone. */
export const rruleSchedule = z
  .strictObject({ kind: z.literal('rrule'), rrule: z.string(), timezone })
  .superRefine(checked);

export const schedule = z.discriminatedUnion('kind', [cronSchedule, intervalSchedule, rruleSchedule]);
export type Schedule = z.output<typeof schedule>;
export type ScheduleInput = z.input<typeof schedule>;
