import { dayMs, lastYear, yearOf, yearStart } from './calendar.ts';
import type { YearDays } from './rrule-days.ts';
import { type Budget, firstAtLeast, lastWall, noWalls, spend, type Walls } from './walls.ts';
import type { WallMs } from './zone.ts';

/** Equal steps of an hour, a minute or a second from a start, of which the parts of a rule let some pass. */
export type Steps = {
  /** Wall-clock time at which a step begins. */
  start: WallMs;
  unitMs: 3_600_000 | 60_000 | 1000;
  interval: number;
  /** Null when every day is allowed. */
  dayFrom: DayFrom | null;
  /** Null lets everything pass; minutes only where the unit is not longer, seconds likewise. */
  hours: ReadonlySet<number> | null;
  minutes: ReadonlySet<number> | null;
  seconds: ReadonlySet<number> | null;
  /** Times within a step, in milliseconds, ascending. */
  within: readonly number[];
};

/** Finds the first allowed day at or after a day, Infinity if there is none. */
export type DayFrom = (day: number, budget: Budget) => number;

export const dayFinder =
  ({ of, repeats }: YearDays): DayFrom =>
  (day, budget) => {
    const firstYear = yearOf(day);
    const last = repeats ? Math.min(lastYear, firstYear + 400) : lastYear;
    for (let year = firstYear; year <= last; year += 1) {
      const begin = yearStart(year);
      const days = of(year);
      const found = days[firstAtLeast(days, day - begin)];
      if (found !== undefined) return begin + found;
      spend(budget);
    }
    return Number.POSITIVE_INFINITY;
  };

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

const upTo = (size: number): number[] => Array.from({ length: size }, (_, value) => value);

/**
 * Whether any step meets a moment of the week that all fields let pass. Steps and weeks have a common rhythm: what no step of
 * it meets is never met, and needs no search.
 */
export const canPass = (steps: Steps, weekdays: ReadonlySet<number> | null): boolean => {
  const { unitMs, interval, start } = steps;
  const cycleMs = weekdays === null ? dayMs : 7 * dayMs;
  const rhythm = divisor(interval, cycleMs / unitMs) * unitMs;
  const phase = start % rhythm;
  const hours = steps.hours ?? upTo(24);
  const minutes = unitMs > 60_000 ? [0] : (steps.minutes ?? upTo(60));
  const seconds = unitMs > 1000 ? [0] : (steps.seconds ?? upTo(60));
  // Day -3 was a Monday.
  for (const weekday of weekdays ?? [0])
    for (const hour of hours)
      for (const minute of minutes)
        for (const second of seconds) {
          const moment = (weekday - 3) * dayMs + ((hour * 60 + minute) * 60 + second) * 1000;
          if ((moment - phase) % rhythm === 0) return true;
        }
  return false;
};

/** For each value of a clock's field the distance to the next allowed one, beyond the end of the field where none is left. */
const waits = (allowed: ReadonlySet<number> | null, size: number): Int32Array | null => {
  if (allowed === null) return null;
  const distances = new Int32Array(size);
  for (let value = size - 1; value >= 0; value -= 1) {
    distances[value] = allowed.has(value) ? 0 : 1 + (value + 1 < size ? (distances[value + 1] ?? 0) : 0);
  }
  return distances;
};

/** Walks step by step, and jumps over what a field shuts out: to the next allowed day, hour, minute or second. */
export const stepWalls = (steps: Steps, budget: Budget): Walls => {
  const { start, unitMs, interval, dayFrom, within } = steps;
  const firstWithin = within[0];
  if (firstWithin === undefined) return noWalls;
  const stride = interval * unitMs;
  const hourWaits = waits(steps.hours, 24);
  const minuteWaits = waits(steps.minutes, 60);
  const secondWaits = waits(steps.seconds, 60);
  const lastWithin = within.at(-1) ?? 0;
  let at = start;
  let day = Number.NaN;
  let time = 0;

  /** The first step at or after a wall. */
  const stepFrom = (wall: WallMs): WallMs => start + Math.max(0, Math.ceil((wall - start) / stride)) * stride;

  /** Where the search goes on from a step: the step itself when all fields let it pass. */
  const allowedFrom = (step: WallMs): WallMs => {
    const ofStep = Math.floor(step / dayMs);
    if (ofStep !== day && dayFrom !== null) {
      const allowed = dayFrom(ofStep, budget);
      if (allowed !== ofStep) return allowed * dayMs;
    }
    day = ofStep;
    const ofDay = step - ofStep * dayMs;
    if (hourWaits !== null) {
      const wait = hourWaits[Math.floor(ofDay / 3_600_000)] ?? 0;
      if (wait > 0) return step - (ofDay % 3_600_000) + wait * 3_600_000;
    }
    if (minuteWaits !== null) {
      const wait = minuteWaits[Math.floor(ofDay / 60_000) % 60] ?? 0;
      if (wait > 0) return step - (ofDay % 60_000) + wait * 60_000;
    }
    if (secondWaits !== null) {
      const wait = secondWaits[Math.floor(ofDay / 1000) % 60] ?? 0;
      if (wait > 0) return step + wait * 1000;
    }
    return step;
  };

  /** Moves on to a step that passes, from `at` itself. */
  const settle = (): void => {
    while (at <= lastWall) {
      const allowed = allowedFrom(at);
      if (allowed === at) return;
      spend(budget);
      at = stepFrom(allowed);
    }
  };

  return {
    seek(wall) {
      at = stepFrom(wall - lastWithin);
      settle();
      time = firstAtLeast(within, wall - at);
    },
    next() {
      if (time >= within.length) {
        at += stride;
        settle();
        time = 0;
      }
      if (at > lastWall) return Number.POSITIVE_INFINITY;
      const wall = at + (within[time] ?? 0);
      time += 1;
      return wall;
    },
  };
};
