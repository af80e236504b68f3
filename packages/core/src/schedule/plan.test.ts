import { describe, expect, test } from 'vitest';
import { type PlanWindow, plan } from './plan.ts';
import { cron, every, rrule } from './sample-schedules.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.UTC(2026, 2, 2);
const defaults: PlanWindow = { start: now, end: now + 100 * day, minTime: hour, minRuns: 3, maxRuns: 100 };
const daily = cron('0 0 * * *');
const minutely = cron('* * * * *');

describe('schedule_deployment makes as many runs as its documentation counts', () => {
  test.for([
    ['defaults', daily, {}, 3],
    ['minRuns 5', daily, { minRuns: 5 }, 5],
    ['end beats minRuns', daily, { end: now + 16 * day, minRuns: 100 }, 17],
    ['end far off', daily, { end: now + 17 * day }, 3],
    ['minTime beats minRuns', daily, { minTime: 17 * day }, 18],
    ['maxRuns beats minRuns', daily, { minRuns: 100, maxRuns: 3 }, 3],
    ['a past range', daily, { start: now - 1000 * day, end: now - 991 * day, minRuns: 100 }, 10],
    ['minutes for an hour', minutely, {}, 61],
    ['five minutes for an hour', cron('*/5 * * * *'), {}, 13],
    ['hours, three of them', cron('0 * * * *'), {}, 3],
    ['every 60 days within 100', every(60 * 86_400, new Date(now).toISOString()), {}, 2],
    ['end before start', daily, { end: now - day }, 0],
    ['minRuns 0', daily, { minRuns: 0, minTime: 0 }, 1],
    ['maxRuns 0', daily, { maxRuns: 0 }, 0],
    ['maxRuns below 0', daily, { maxRuns: -1 }, 0],
    ['never more than 1000', minutely, { minRuns: 2000, maxRuns: 2000 }, 1000],
    ['start and end are inclusive', daily, { end: now }, 1],
  ] as const)('%s', ([, schedule, window, count]) => {
    const { starts } = plan(schedule, { ...defaults, ...window });
    expect(starts).toHaveLength(count);
  });
});

describe('a plan says when it must be made anew', () => {
  test('when too few starts lie ahead', () => {
    const { starts, refillAt } = plan(daily, defaults);
    expect(starts).toEqual([now, now + day, now + 2 * day]);
    expect(refillAt).toBe(now + 1);
  });

  test('when the last start is nearer than minTime', () => {
    const { starts, refillAt } = plan(cron('*/5 * * * *'), { ...defaults, start: now + 1 });
    expect(starts.at(-1)).toBe(now + hour + 5 * minute);
    expect(refillAt).toBe(now + 5 * minute + 1);
  });

  test('when half of the starts have passed, where maxRuns cut it', () => {
    const { starts, refillAt } = plan(every(1, null), defaults);
    expect(starts).toHaveLength(100);
    expect(refillAt).toBe(now + 50 * second);
  });

  test('after its only start, where one is all that maxRuns allows', () => {
    expect(plan(daily, { ...defaults, maxRuns: 1 })).toEqual({ starts: [now], refillAt: now + 1 });
  });

  test('when the window reaches the next start, where its end cut it', () => {
    const yearly = cron('0 0 1 12 *');
    const next = Date.UTC(2026, 11, 1);
    const { starts, refillAt } = plan(yearly, defaults);
    expect({ starts, refillAt }).toEqual({ starts: [], refillAt: next - 100 * day });
    expect(plan(yearly, { ...defaults, start: next - 100 * day, end: next }).starts).toEqual([next]);
  });

  test('after what was found, where the search for more is given up', () => {
    const everyOther = 'EXRULE:FREQ=MINUTELY;INTERVAL=2';
    const rules = `DTSTART:20260302T000000 RRULE:FREQ=MINUTELY;INTERVAL=4 ${everyOther} RDATE:20260302T000100`;
    expect(plan(rrule(rules), defaults)).toEqual({ starts: [now + minute], refillAt: now + minute + 1 });
    expect(() => plan(rrule(rules), { ...defaults, start: now + minute + 1 })).toThrow('undecided');
  });

  test('never, once the schedule has no more starts', () => {
    expect(plan(rrule('FREQ=DAILY;COUNT=3'), defaults)).toEqual({ starts: [], refillAt: null });
    const two = rrule('DTSTART:20260302T000000\nRRULE:FREQ=DAILY;COUNT=2');
    expect(plan(two, defaults)).toEqual({ starts: [now, now + day], refillAt: null });
  });
});

test('a schedule of one second is planned no oftener than every 50 seconds', () => {
  for (const schedule of [every(1, null), cron('* * * * * *'), rrule('FREQ=SECONDLY')]) {
    let at = now + 300;
    for (let round = 0; round < 20; round += 1) {
      const { refillAt } = plan(schedule, { ...defaults, start: at, end: at + 100 * day });
      expect((refillAt ?? 0) - at).toBeGreaterThanOrEqual(50 * second);
      at = refillAt ?? 0;
    }
  }
});
