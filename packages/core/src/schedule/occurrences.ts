import { parseCron } from '../grammar/cron.ts';
import { parseRrule } from '../grammar/rrule.ts';
import { cachedByText } from './cached-by-text.ts';
import { readyCron } from './cron.ts';
import type { ScheduleDefinition } from './definition.ts';
import { instantsOf, type NextInstant } from './instants.ts';
import { dayWalls, elapsedInstants, isWholeDays } from './interval.ts';
import { defaultStart, readySet } from './rule-set.ts';
import { firstWall, type Walls } from './walls.ts';
import { type EpochMs, type Zone, zoneOf } from './zone.ts';

/** `bounds`: what countBounds() answered when the schedule was written; without it COUNT is counted anew. */
export type OccurrenceOptions = { bounds?: unknown };

const cronWalls = cachedByText((text) => readyCron(parseCron(text)));
const ruleSet = cachedByText((text) => readySet(parseRrule(text)));

/** How a schedule goes on: by the wall clock, or by elapsed time from an anchor. */
type Course = { kind: 'walls'; walls: Walls } | { kind: 'elapsed'; everyMs: number; anchor: EpochMs };

/** The only switch on the kind of a schedule. */
const courseOf = (schedule: ScheduleDefinition, zone: Zone, bounds: unknown): Course => {
  switch (schedule.kind) {
    case 'cron':
      return { kind: 'walls', walls: cronWalls(schedule.cron)(schedule.dayOr) };
    case 'rrule':
      return { kind: 'walls', walls: ruleSet(schedule.rrule).walls(bounds) };
    case 'interval': {
      const everyMs = Math.round(schedule.interval * 1000);
      const anchor = schedule.anchorDate?.getTime() ?? zone.toInstant(defaultStart);
      return isWholeDays(everyMs)
        ? { kind: 'walls', walls: dayWalls(everyMs, zone.toWall(anchor)) }
        : { kind: 'elapsed', everyMs, anchor };
    }
  }
};

/** The wall-clock times of a schedule; null for one that goes by elapsed time. */
export const wallsOf = (schedule: ScheduleDefinition, { bounds }: OccurrenceOptions = {}): Walls | null => {
  const course = courseOf(schedule, zoneOf(schedule.timezone), bounds);
  return course.kind === 'walls' ? course.walls : null;
};

export const nextInstants = (
  schedule: ScheduleDefinition,
  from: EpochMs,
  { bounds }: OccurrenceOptions = {},
): NextInstant => {
  const zone = zoneOf(schedule.timezone);
  const course = courseOf(schedule, zone, bounds);
  const begin = Math.max(Math.ceil(from), firstWall);
  return course.kind === 'walls'
    ? instantsOf(course.walls, zone, begin)
    : elapsedInstants(course.everyMs, course.anchor, begin);
};

/** The starts of a schedule at or after an instant, strictly ascending, found one by one as they are asked for. */
export const occurrences = (
  schedule: ScheduleDefinition,
  from: EpochMs,
  options?: OccurrenceOptions,
): Iterable<EpochMs> => ({
  [Symbol.iterator]() {
    const next = nextInstants(schedule, from, options);
    return {
      next(): IteratorResult<EpochMs> {
        const value = next();
        return value === Number.POSITIVE_INFINITY ? { done: true, value: undefined } : { done: false, value };
      },
    };
  },
});

/** The starts from one instant to another, both inclusive. */
export const between = (
  schedule: ScheduleDefinition,
  from: EpochMs,
  until: EpochMs,
  options?: OccurrenceOptions,
): EpochMs[] => {
  const next = nextInstants(schedule, from, options);
  const starts: EpochMs[] = [];
  for (let start = next(); start <= until && start !== Number.POSITIVE_INFINITY; start = next()) {
    starts.push(start);
    if (start === until) break;
  }
  return starts;
};

/** Where COUNT ends each rule, to be kept with the schedule and handed back as `bounds`; null when there is no COUNT. */
export const countBounds = (schedule: ScheduleDefinition): (number | null)[] | null => {
  const bounds = schedule.kind === 'rrule' ? ruleSet(schedule.rrule).countBounds() : null;
  return bounds === null ? null : [...bounds];
};
