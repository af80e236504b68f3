import type { Rule } from '../grammar/rrule.ts';
import { dayMs } from './calendar.ts';
import { type Clock, clockOfRule, clockTime } from './rrule-clock.ts';
import { type Budget, spend, type Walls } from './walls.ts';
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
  const isOfDays = frequency === 'YEARLY' || frequency === 'MONTHLY' || frequency === 'WEEKLY';
  if (isOfDays || until !== null || !namesNoDay(exclusion)) return false;
  return stretchOf(exclusion, start, clockOfRule(rule, start)) === dayMs;
};

/** What is taken away: no time is kept in the `stretch` around one of these, up to `end`. */
export type Exclusion = { walls: Walls; stretch: number; end: WallMs };

/** The first time at or after a wall; `head` is the one that was found last. */
const reach = ({ walls }: Exclusion, head: WallMs, wall: WallMs): WallMs => {
  const next = head < wall ? walls.next() : head;
  if (next >= wall) return next;
  walls.seek(wall);
  return walls.next();
};

/** The times that no exclusion takes away. */
export const difference = (kept: Walls, exclusions: readonly Exclusion[], budget: Budget): Walls => {
  const heads = new Float64Array(exclusions.length);

  /** Where to go on after a time that is taken away; the time itself when it is kept. */
  const after = (wall: WallMs): WallMs => {
    let resume = wall;
    exclusions.forEach((exclusion, index) => {
      const head = reach(exclusion, heads[index] ?? 0, wall);
      heads[index] = head;
      if (head !== wall) return;
      const { stretch, end } = exclusion;
      const stretchEnd = stretch === 0 ? wall + 1 : (Math.floor(wall / stretch) + 1) * stretch;
      resume = Math.max(resume, Math.min(stretchEnd, end + 1));
    });
    return resume;
  };

  return {
    seek(wall) {
      kept.seek(wall);
      exclusions.forEach(({ walls }, index) => {
        walls.seek(wall);
        heads[index] = walls.next();
      });
    },
    next() {
      for (;;) {
        const wall = kept.next();
        if (wall === Number.POSITIVE_INFINITY) return wall;
        const resume = after(wall);
        if (resume === wall) return wall;
        spend(budget);
        if (resume > wall + 1) kept.seek(resume);
      }
    },
  };
};
