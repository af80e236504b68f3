import { type JsonObject, scheduleCreate } from '@carillon/core';
import type { z } from 'zod';
import { type Duration, durationSeconds } from '../duration.ts';
import { issuesOf, refusal } from '../refuse.ts';

type ScheduleInput = z.input<typeof scheduleCreate>;

/** A schedule of a deployment, checked already; made by `cron()`, `every()` or `rrule()`. */
export type Schedule<Parameters = JsonObject> = Omit<ScheduleInput, 'parameters'> & {
  readonly parameters: Parameters;
  /** Only a type: it keeps a schedule from naming parameters that the flow does not have. */
  readonly parameterNames?: keyof Parameters;
};

export type ScheduleOptions = {
  /** Names the schedule within its deployment, so that it stays itself when its rule is changed. */
  slug?: string;
  /** Omitted: a new schedule is active, and one that an operator switched off stays off. */
  active?: boolean;
  /** How many of its starts may stand planned at a time: 1 to 50. */
  maxScheduledRuns?: number;
  /** The zone of the wall clock, such as `Europe/Berlin`. UTC by default. */
  timezone?: string;
};
export type CronOptions = ScheduleOptions & {
  /** When both a day of the month and a weekday are named: either will do (the default), or both must hold. */
  dayOr?: boolean;
};
export type EveryOptions = ScheduleOptions & {
  /** Starts are counted from here. */
  anchor?: Date;
};

type With<Parameters> = { parameters: Parameters };
type Without = { parameters?: undefined };
type NoParameters = Record<never, never>;
type Given = ScheduleOptions & { parameters?: JsonObject | undefined };

/**
 * Starts by a cron expression: five fields, six with the seconds last, seven with the year.
 * Throws INPUT_INVALID at the caller's line, such as `cron "0 25 * * *": hour 25 is outside 0-23 (field 2)`.
 */
export function cron(text: string, options?: CronOptions & Without): Schedule<NoParameters>;
export function cron<const P extends JsonObject>(text: string, options: CronOptions & With<P>): Schedule<P>;
export function cron(text: string, options: CronOptions & Given = {}): Schedule {
  const { dayOr = true, timezone = null } = options;
  return checked({ kind: 'cron', cron: text, timezone, dayOr }, options, cron);
}

/**
 * Starts at equal distances, counted from the anchor; whole days are calendar days of the zone.
 * Throws INPUT_INVALID at the caller's line.
 */
export function every(distance: Duration, options?: EveryOptions & Without): Schedule<NoParameters>;
export function every<const P extends JsonObject>(
  distance: Duration,
  options: EveryOptions & With<P>,
): Schedule<P>;
export function every(distance: Duration, options: EveryOptions & Given = {}): Schedule {
  const { anchor, timezone = null } = options;
  const rule = { kind: 'interval', interval: durationSeconds(distance, every), timezone } as const;
  return checked(anchor === undefined ? rule : { ...rule, anchorDate: anchor }, options, every);
}

/** Starts by a recurrence rule of RFC 5545, with DTSTART, RDATE, EXDATE and EXRULE lines. Throws INPUT_INVALID at the caller's line. */
export function rrule(text: string, options?: ScheduleOptions & Without): Schedule<NoParameters>;
export function rrule<const P extends JsonObject>(
  text: string,
  options: ScheduleOptions & With<P>,
): Schedule<P>;
export function rrule(text: string, options: Given = {}): Schedule {
  return checked({ kind: 'rrule', rrule: text, timezone: options.timezone ?? null }, options, rrule);
}

/** The anchor by the option's name; of the rule nothing, for its messages name it. */
const shownPath = (path: readonly (string | number)[]): (string | number)[] => {
  if (path[0] !== 'schedule') return [...path];
  return path[1] === 'anchorDate' ? ['anchor'] : [];
};

/** Lets core judge the schedule; its messages name the rule already, so they need no path before them. */
const checked = (
  schedule: ScheduleInput['schedule'],
  { slug, active, maxScheduledRuns, parameters = {} }: Given,
  entry: (...args: never) => unknown,
): Schedule => {
  const whole = {
    schedule,
    parameters,
    slug: slug ?? null,
    maxScheduledRuns: maxScheduledRuns ?? null,
    ...(active === undefined ? {} : { active }),
  };
  const read = scheduleCreate.safeParse(whole);
  if (read.success) return whole;
  const issues = issuesOf(read.error);
  throw refusal(
    issues.map(({ path, message }) => ({ path: shownPath(path), message })),
    entry,
  );
};
