import type { ScheduleDefinition } from './definition.ts';
import type { NextInstant } from './instants.ts';
import { nextInstants, type OccurrenceOptions } from './occurrences.ts';
import { SearchUndecided } from './walls.ts';
import type { EpochMs } from './zone.ts';

/** Starts that one plan holds at most, whatever is asked for. */
export const startsMax = 1000;

export type PlanWindow = OccurrenceOptions & {
  /** Both inclusive. */
  start: EpochMs;
  end: EpochMs;
  /** In milliseconds: the plan reaches at least so far ahead of `start`. */
  minTime: number;
  minRuns: number;
  maxRuns: number;
};

export type Plan = {
  starts: EpochMs[];
  /** When the plan must be made anew, with a window as long; null when the schedule has no more starts. */
  refillAt: EpochMs | null;
};

/** The next start; null where the search for it is given up, though others were found before. */
const nextFound = (next: NextInstant, starts: readonly EpochMs[]): EpochMs | null => {
  try {
    return next();
  } catch (error) {
    if (error instanceof SearchUndecided && starts.length > 0) return null;
    throw error;
  }
};

/**
 * The starts of a schedule within five limits, the first that applies counts: `start`, `maxRuns`, `end`, then `minRuns` and
 * `minTime` together. Planning again at every `refillAt` gives the same starts as one long plan.
 */
export const plan = (schedule: ScheduleDefinition, window: PlanWindow): Plan => {
  const { start, end, minTime, minRuns, bounds } = window;
  const maxRuns = Math.min(window.maxRuns, startsMax);
  const starts: EpochMs[] = [];
  if (maxRuns <= 0) return { starts, refillAt: null };
  const next = nextInstants(schedule, start, { bounds });
  for (;;) {
    const at = nextFound(next, starts);
    // What was found is planned; the next plan, with nothing before the search, says that it is undecided.
    if (at === null) return { starts, refillAt: (starts.at(-1) ?? start) + 1 };
    if (at === Number.POSITIVE_INFINITY) return { starts, refillAt: null };
    // The window's end comes to this start when it has moved on so far.
    if (at > end) return { starts, refillAt: at - Math.max(0, end - start) };
    starts.push(at);
    if (starts.length >= minRuns && at >= start + minTime) {
      // Too few starts lie ahead once this one has passed, or too little time once the last is nearer than `minTime`.
      const lastEnough = starts[starts.length - Math.max(1, minRuns)] ?? at;
      return { starts, refillAt: Math.min(lastEnough, at - minTime) + 1 };
    }
    // A dense schedule would be at its limit again at once: half of the plan is used up first.
    if (starts.length === maxRuns) return { starts, refillAt: starts[Math.ceil(maxRuns / 2)] ?? at + 1 };
  }
};
