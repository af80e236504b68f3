import { schedule } from '@carillon/core';
import { expect, test } from 'vitest';
import { scheduleInSentence } from './schedule.ts';

const words = (input: unknown): string | null => scheduleInSentence(schedule.parse(input));
const rrule = (text: string): string | null => words({ kind: 'rrule', rrule: text });

test('a cron expression, its sixth field being seconds and its seventh years', () => {
  expect(words({ kind: 'cron', cron: '0 9 * * 1-5' })).toBe('At 09:00, Monday through Friday');
  expect(words({ kind: 'cron', cron: '* * * * * */5' })).toBe('Every 5 seconds');
  expect(words({ kind: 'cron', cron: '30 4 1 1 * 0 2027' })).toMatch(/04:30.*in 2027$/);
  expect(words({ kind: 'cron', cron: '@daily' })).toBe('At 00:00');
});

test.each([
  [1, 'Every second'],
  [90, 'Every 90 seconds'],
  [900, 'Every 15 minutes'],
  [3600, 'Every hour'],
  [172_800, 'Every 2 days'],
  [0.25, 'Every 0.25 seconds'],
])('an interval of %d s', (interval, said) => {
  expect(words({ kind: 'interval', interval })).toBe(said);
});

test('a rule tells minutes with hours, and every time that the two lists mean', () => {
  expect(rrule('FREQ=WEEKLY;BYDAY=MO,WE;BYHOUR=9;BYMINUTE=30')).toBe(
    'Every week on Monday and Wednesday at 09:30',
  );
  expect(rrule('FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0,30')).toBe('Every day at 09:00, 09:30, 17:00 and 17:30');
  expect(rrule('DTSTART:20260105T084500\nRRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR')).toBe(
    'Every 2 months on the last Friday at 08:45',
  );
  expect(rrule('FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1;BYHOUR=6;COUNT=4')).toBe(
    'Every year in March on day 1 at 06:00 4 times',
  );
});

test('what the words would not say truly is left to its own text', () => {
  expect(rrule('FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1')).toBeNull();
  expect(rrule('FREQ=DAILY;BYHOUR=9;BYSECOND=15')).toBeNull();
  expect(rrule('DTSTART:20260101T000000\nRRULE:FREQ=DAILY\nEXDATE:20260102T000000')).toBeNull();
});
