import { describe, expect, test } from 'vitest';
import { previewStarts } from './preview.ts';
import { cron, every, rrule } from './sample-schedules.ts';

const newYork = 'America/New_York';
const preview = (schedule: Parameters<typeof previewStarts>[0], from: string, count: number) =>
  previewStarts(schedule, { from: Date.parse(from), count });

describe('a preview says of each start', () => {
  test('its wall clock, and the time from which a gap moved it', () => {
    expect(preview(cron('30 2 * * *', newYork), '2026-03-07T05:00Z', 3)).toEqual([
      {
        at: new Date('2026-03-07T07:30Z'),
        wallClock: '2026-03-07T02:30:00',
        movedFrom: null,
        repeatedAt: null,
      },
      {
        at: new Date('2026-03-08T07:30Z'),
        wallClock: '2026-03-08T03:30:00',
        movedFrom: '2026-03-08T02:30:00',
        repeatedAt: null,
      },
      {
        at: new Date('2026-03-09T06:30Z'),
        wallClock: '2026-03-09T02:30:00',
        movedFrom: null,
        repeatedAt: null,
      },
    ]);
  });

  test('that it was not moved, where the schedule names the later time as well', () => {
    const starts = preview(cron('0 2,3 * * *', newYork), '2026-03-08T05:00Z', 2);
    expect(starts.map(({ wallClock, movedFrom }) => [wallClock, movedFrom])).toEqual([
      ['2026-03-08T03:00:00', null],
      ['2026-03-09T02:00:00', null],
    ]);
  });

  test('when its time comes a second time, without a start', () => {
    const [first, second] = preview(
      rrule('DTSTART:20260101T013000 RRULE:FREQ=DAILY', newYork),
      '2026-11-01T04:00Z',
      2,
    );
    expect(first).toMatchObject({
      at: new Date('2026-11-01T05:30Z'),
      repeatedAt: new Date('2026-11-01T06:30Z'),
    });
    expect(second).toMatchObject({ at: new Date('2026-11-02T06:30Z'), repeatedAt: null });
  });

  test('neither, where time that has passed is all that counts', () => {
    const starts = preview(every(1800, null, newYork), '2026-11-01T05:30Z', 4);
    expect(starts.map(({ wallClock }) => wallClock.slice(11))).toEqual([
      '01:30:00',
      '01:00:00',
      '01:30:00',
      '02:00:00',
    ]);
    expect(starts.every(({ movedFrom, repeatedAt }) => movedFrom === null && repeatedAt === null)).toBe(true);
  });

  test('milliseconds, where there are some', () => {
    expect(preview(every(0.25, null), '2026-01-01T00:00:00.100Z', 1)[0]?.wallClock).toBe(
      '2026-01-01T00:00:00.250',
    );
  });
});

test('a preview ends with the schedule', () => {
  expect(preview(rrule('FREQ=DAILY;COUNT=2'), '2020-01-02T00:00Z', 5)).toHaveLength(1);
  expect(preview(cron('* * * * *'), '2020-01-02T00:00Z', 0)).toEqual([]);
});
