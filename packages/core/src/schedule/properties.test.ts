import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ScheduleDefinition } from './definition.ts';
import { between, countBounds, nextInstants } from './occurrences.ts';
import { type Plan, type PlanWindow, plan } from './plan.ts';
import { previewStarts } from './preview.ts';
import { anyInstant, anySchedule, seeded } from './sample-arbitraries.ts';
import { SearchUndecided } from './walls.ts';

/** The first starts; a search that is given up ends them, as it ends a plan. */
const firstStarts = (
  schedule: ScheduleDefinition,
  from: number,
  count: number,
  bounds?: unknown,
): number[] => {
  const starts: number[] = [];
  try {
    const next = nextInstants(schedule, from, { bounds });
    for (let start = next(); starts.length < count && start !== Number.POSITIVE_INFINITY; start = next())
      starts.push(start);
  } catch (error) {
    if (!(error instanceof SearchUndecided)) throw error;
  }
  return starts;
};

const planOrEnd = (schedule: ScheduleDefinition, window: PlanWindow): Plan => {
  try {
    return plan(schedule, window);
  } catch (error) {
    if (error instanceof SearchUndecided) return { starts: [], refillAt: null };
    throw error;
  }
};

const holds = (check: (schedule: ScheduleDefinition, from: number, fraction: number) => void): void => {
  fc.assert(fc.property(anySchedule, anyInstant, fc.double({ min: 0, max: 1, noNaN: true }), check), seeded);
};

test('starts ascend strictly, from the asked instant on', () => {
  holds((schedule, from) => {
    let last = from - 1;
    for (const start of firstStarts(schedule, from, 60)) {
      expect(start).toBeGreaterThan(last);
      expect(Number.isInteger(start)).toBe(true);
      last = start;
    }
  });
});

test('from any later start on, the tail is the same', () => {
  holds((schedule, from, fraction) => {
    const starts = firstStarts(schedule, from, 60);
    const index = Math.floor(fraction * starts.length);
    const start = starts[index];
    if (start === undefined) return;
    const tail = starts.slice(index);
    expect(firstStarts(schedule, start, tail.length)).toEqual(tail);
    expect(firstStarts(schedule, (starts[index - 1] ?? start - 1) + 1, tail.length)).toEqual(tail);
  });
});

test('a stretch is its two parts together', () => {
  holds((schedule, from, fraction) => {
    const starts = firstStarts(schedule, from, 60);
    const until = starts.at(-1);
    if (until === undefined) return;
    const middle = from + Math.floor(fraction * (until - from));
    expect([...between(schedule, from, middle), ...between(schedule, middle + 1, until)]).toEqual(starts);
  });
});

test('bounds that were kept with the schedule change nothing', () => {
  holds((schedule, from) => {
    const bounds: unknown = JSON.parse(JSON.stringify(countBounds(schedule)));
    expect(firstStarts(schedule, from, 30, bounds)).toEqual(firstStarts(schedule, from, 30));
  });
});

test('a preview shows the same starts', () => {
  holds((schedule, from) => {
    const starts = firstStarts(schedule, from, 10);
    expect(previewStarts(schedule, { from, count: starts.length }).map(({ at }) => at.getTime())).toEqual(
      starts,
    );
  });
});

test('planning again at every refillAt gives one long plan: no gap, none twice', () => {
  const limits = fc.record({
    windowMs: fc.integer({ min: 60_000, max: 100 * 86_400_000 }),
    minTime: fc.integer({ min: 0, max: 3 * 3_600_000 }),
    minRuns: fc.integer({ min: 0, max: 5 }),
    maxRuns: fc.integer({ min: 1, max: 20 }),
  });
  fc.assert(
    fc.property(anySchedule, anyInstant, limits, (schedule, from, { windowMs, ...rest }) => {
      const starts: number[] = [];
      let at = from;
      for (let round = 0; round < 40 && starts.length < 100; round += 1) {
        const planned = planOrEnd(schedule, { start: at, end: at + windowMs, ...rest });
        const last = starts.at(-1) ?? from - 1;
        starts.push(...planned.starts.filter((start) => start > last));
        if (planned.refillAt === null) break;
        expect(planned.refillAt).toBeGreaterThan(at);
        at = planned.refillAt;
      }
      expect(starts).toEqual(firstStarts(schedule, from, starts.length));
    }),
    seeded,
  );
});
