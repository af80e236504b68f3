import { dayMs, yearOf, yearStart } from './calendar.ts';

/** Milliseconds since 1970 in UTC. */
export type EpochMs = number;
/** Wall-clock time, as milliseconds since 1970 by a clock that knows no zone. */
export type WallMs = number;

/** At `at` the offset from UTC changes from `before` to `after`, in milliseconds. */
export type Transition = { at: EpochMs; before: number; after: number };

/** A stretch of wall-clock time up to `end`: one offset throughout, or around a gap, where order must be restored. */
export type Span = { end: WallMs; offset: number; isMixed: boolean };

/**
 * The one rule from wall clock to instant: a time that a gap skips is shifted forward by the gap, a time that an overlap
 * repeats means its first occurrence. Either way the offset that was in force before the transition applies.
 */
export interface Zone {
  readonly name: string;
  toInstant(wall: WallMs): EpochMs;
  toWall(instant: EpochMs): WallMs;
  /** The earliest wall-clock time whose instant may be `instant` or later. */
  earliestWall(instant: EpochMs): WallMs;
  spanAt(wall: WallMs): Span;
  /** The transition that skips or repeats this wall-clock time, or null. */
  transitionAt(wall: WallMs): Transition | null;
}

const farAway = Number.MAX_SAFE_INTEGER;

const fixedZone = (name: string, offset: number): Zone => ({
  name,
  toInstant: (wall) => wall - offset,
  toWall: (instant) => instant + offset,
  earliestWall: (instant) => instant + offset,
  spanAt: () => ({ end: farAway, offset, isMixed: false }),
  transitionAt: () => null,
});

/** Offset from UTC at an instant, in milliseconds, as the platform's zone data have it. */
const offsetReader = (name: string): ((instant: EpochMs) => number) => {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  return (instant) => {
    const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(instant));
    if (match === null) throw new Error(`invariant: no offset for ${name}`);
    const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
    const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
    return sign === '-' ? -size : size;
  };
};

type Year = { first: number; transitions: Transition[] };

/** No zone has changed its offset twice within fewer days than these, at least since 1900. */
const probeDays = 3;

const readYear = (offsetAt: (instant: EpochMs) => number, year: number): Year => {
  const first = offsetAt(yearStart(year) * dayMs);
  const transitions: Transition[] = [];
  const end = yearStart(year + 1);
  let before = first;
  for (let day = yearStart(year); day < end; day += probeDays) {
    let high = Math.min(day + probeDays, end) * dayMs;
    const after = offsetAt(high);
    if (after === before) continue;
    let low = day * dayMs;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    transitions.push({ at: high, before, after });
    before = after;
  }
  return { first, transitions };
};

const changingZone = (name: string): Zone => {
  const offsetAt = offsetReader(name);
  const years = new Map<number, Year>();
  const windows = new Map<number, Year>();

  const yearAt = (year: number): Year => {
    const known = years.get(year);
    if (known !== undefined) return known;
    const read = readYear(offsetAt, year);
    years.set(year, read);
    return read;
  };
  /** A year with its neighbours, since a wall clock may show another year than UTC. */
  const windowAt = (ms: number): { year: number; window: Year } => {
    const year = yearOf(Math.floor(ms / dayMs));
    const known = windows.get(year);
    if (known !== undefined) return { year, window: known };
    const around = [yearAt(year - 1), yearAt(year), yearAt(year + 1)];
    const window = {
      first: around[0]?.first ?? 0,
      transitions: around.flatMap(({ transitions }) => transitions),
    };
    windows.set(year, window);
    return { year, window };
  };
  const offsetOf = (instant: EpochMs): { offset: number; last: Transition | null } => {
    const { window } = windowAt(instant);
    let offset = window.first;
    let last: Transition | null = null;
    for (const transition of window.transitions) {
      if (transition.at > instant) break;
      offset = transition.after;
      last = transition;
    }
    return { offset, last };
  };

  return {
    name,
    toWall: (instant) => instant + offsetOf(instant).offset,
    toInstant(wall) {
      const { window } = windowAt(wall);
      let offset = window.first;
      for (const { at, before, after } of window.transitions) {
        if (wall < at + Math.max(before, after)) break;
        offset = after;
      }
      return wall - offset;
    },
    earliestWall(instant) {
      const { offset, last } = offsetOf(instant);
      // Right after a gap, the times that it skipped still come.
      const inShifted = last !== null && instant < last.at + (last.after - last.before);
      return instant + (inShifted && last !== null ? last.before : offset);
    },
    spanAt(wall) {
      const { year, window } = windowAt(wall);
      let offset = window.first;
      for (const { at, before, after } of window.transitions) {
        if (wall < at + before) return { end: at + before, offset, isMixed: false };
        const mixedEnd = at + after + (after - before);
        if (after > before && wall < mixedEnd) return { end: mixedEnd, offset, isMixed: true };
        offset = after;
      }
      return { end: yearStart(year + 1) * dayMs, offset, isMixed: false };
    },
    transitionAt(wall) {
      const { window } = windowAt(wall);
      const found = window.transitions.find(
        ({ at, before, after }) =>
          wall >= at + Math.min(before, after) && wall < at + Math.max(before, after),
      );
      return found ?? null;
    },
  };
};

const zones = new Map<string, Zone>();

/** The zone of an IANA name that exists; null means UTC. Its data are read once, as far as they are needed. */
export const zoneOf = (name: string | null): Zone => {
  const key = name ?? 'UTC';
  const known = zones.get(key);
  if (known !== undefined) return known;
  const zone = /^(Etc\/)?(UTC|UCT|GMT|Zulu|Universal|Greenwich)$/.test(key)
    ? fixedZone(key, 0)
    : changingZone(key);
  zones.set(key, zone);
  return zone;
};
