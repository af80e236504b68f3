import { expect, test } from 'vitest';
import { kindOf, readRule } from './read-rule.ts';

test.for([
  ['0 9 * * 1-5', 'cron'],
  ['@daily', 'cron'],
  ['15m', 'interval'],
  ['900', 'interval'],
  ['0.5 h', 'interval'],
  ['FREQ=DAILY', 'rrule'],
  ['freq=weekly;byday=mo', 'rrule'],
  ['RRULE:FREQ=DAILY', 'rrule'],
  ['DTSTART:20260101T000000\nRRULE:FREQ=DAILY', 'rrule'],
  ['nonsense', 'cron'],
] as const)('%j is taken for %s', ([text, kind]) => {
  expect(kindOf(text)).toBe(kind);
});

test('a text becomes the schedule that the sdk makes of it', () => {
  expect(readRule('15m', 'interval', 'Europe/Berlin')).toEqual({
    kind: 'interval',
    interval: 900,
    anchorDate: null,
    timezone: 'Europe/Berlin',
  });
  expect(readRule('0 9 * * *', 'cron', undefined)).toEqual({
    kind: 'cron',
    cron: '0 9 * * *',
    timezone: null,
    dayOr: true,
  });
});

test.for([
  ['0 25 * * *', 'cron', undefined, 'cron "0 25 * * *": hour 25 is outside 0-23 (field 2)'],
  ['soon', 'interval', undefined, '"soon" is not a duration'],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'rrule', undefined, 'never fires'],
  ['0 9 * * *', 'cron', 'Europe/Berln', 'timezone "Europe/Berln" is unknown; did you mean Europe/Berlin?'],
] as const)('%j as %s in %s is refused with the fault and its place', ([text, kind, timezone, words]) => {
  expect(() => readRule(text, kind, timezone)).toThrow(words);
});
