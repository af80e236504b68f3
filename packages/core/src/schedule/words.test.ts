import { expect, test } from 'vitest';
import { cron, every, rrule } from './sample-schedules.ts';
import { sameSchedule, scheduleInWords } from './words.ts';

test.for([
  [cron('0 9 * * 1-5'), 'cron 0 9 * * 1-5'],
  [cron('0 9 * * 1-5', 'Europe/Berlin'), 'cron 0 9 * * 1-5 (Europe/Berlin)'],
  [cron('0 9 13 * fri', null, false), 'cron 0 9 13 * fri (both days)'],
  [every(900, null), 'every 15m'],
  [every(86_400, null, 'Asia/Tokyo'), 'every 1d (Asia/Tokyo)'],
  [every(90, null), 'every 90s'],
  [every(0.25, null), 'every 250ms'],
  [rrule('DTSTART:20240101\nRRULE:FREQ=DAILY'), 'rrule DTSTART:20240101 RRULE:FREQ=DAILY'],
] as const)('a schedule is said on one line: %$', ([schedule, words]) => {
  expect(scheduleInWords(schedule)).toBe(words);
});

test('a long text is cut', () => {
  expect(scheduleInWords(rrule(`FREQ=DAILY;BYHOUR=${'1,'.repeat(500)}2`))).toHaveLength(121);
});

test('two schedules are the same when every member is', () => {
  const anchored = every(60, '2026-01-01T00:00Z');
  expect(
    sameSchedule(anchored, {
      timezone: null,
      interval: 60,
      anchorDate: new Date('2026-01-01T00:00Z'),
      kind: 'interval',
    }),
  ).toBe(true);
  expect(sameSchedule(anchored, every(60, null))).toBe(false);
  expect(sameSchedule(cron('0 9 * * *'), cron('0 9 * * *', 'UTC'))).toBe(false);
});
