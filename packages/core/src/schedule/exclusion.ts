import type { Rule } from '../grammar/rrule.ts';
import { dayMs } from './calendar.ts';
import { type Clock, clockOfRule, clockTime } from './rrule-clock.ts';
import type { WallMs } from './zone.ts';

/** Whether one field of an exclusion holds all that the same field of what it is taken from may hold. */
const holds = (field: readonly number[] | null, kept: readonly number[] | null): boolean =>
  field === null || (kept?.every((value) => field.includes(value)) ?? false);

/**
 * The stretch around a time taken away, a day, an hour or a minute, of which nothing is kept either; 0 when nothing is known
 * of the times beside it.
 */
export const stretchOf = (exclusion: Rule, start: WallMs, kept: Clock): number => {
  const { interval, setPositions, count } = exclusion;
  const { hours, minutes, seconds } = clockOfRule(exclusion, start);
  if (interval > 1 || setPositions.length > 0 || count !== null || !holds(seconds, kept.seconds)) return 0;
  if (!holds(minutes, kept.minutes)) return 60_000;
  return holds(hours, kept.hours) ? dayMs : 3_600_000;
};

const union = (a: readonly number[] | null, b: readonly number[] | null): readonly number[] | null =>
  a === null || b === null ? null : [...new Set([...a, ...b])];

/** The clock of several rules and dates together. */
export const clockOfAll = (rules: readonly Rule[], dates: readonly WallMs[], start: WallMs): Clock =>
  [
    ...rules.map((rule) => clockOfRule(rule, start)),
    ...dates.map((date) => {
      const { hour, minute, second } = clockTime(date);
      return { hours: [hour], minutes: [minute], seconds: [second] };
    }),
  ].reduce((all, one) => ({
    hours: union(all.hours, one.hours),
    minutes: union(all.minutes, one.minutes),
    seconds: union(all.seconds, one.seconds),
  }));

const namesNoDay = ({ months, monthDays, yearDays, weekNumbers, weekdays, easters }: Rule): boolean =>
  [months, monthDays, yearDays, weekNumbers, weekdays, easters].every((part) => part.length === 0);

/** An exclusion takes a rule away altogether when it says the same, or covers every day, and has no end. */
export const takesAway = (exclusion: Rule, rule: Rule, start: WallMs): boolean => {
  if (JSON.stringify({ ...rule, count: null, until: null }) === JSON.stringify(exclusion)) return true;
  const { frequency, until } = exclusion;
  const meansOwnDay = frequency === 'YEARLY' || frequency === 'MONTHLY' || frequency === 'WEEKLY';
  if (meansOwnDay || until !== null || !namesNoDay(exclusion)) return false;
  return stretchOf(exclusion, start, clockOfRule(rule, start)) === dayMs;
};
