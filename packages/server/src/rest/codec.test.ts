import { schedule } from '@carillon/core';
import { describe, expect, test } from 'vitest';
import { codecOf } from './codec.ts';
import { readDuration } from './duration.ts';
import { readBoolean, readInstant, readNumber } from './lax.ts';
import { withStart } from './rrule-start.ts';

const now = new Date('2026-08-21T15:07:31Z');
const read = (value: unknown) => {
  const reading = { faults: [], now };
  return { value: codecOf(schedule).read(value, [], reading), faults: reading.faults };
};

describe('what a body may say leniently', () => {
  test.each([
    ['yes', true],
    ['OFF', false],
    [1, true],
    [2, 2],
    ['maybe', 'maybe'],
    [null, null],
  ])('%j as a boolean is %j', (sent, meant) => expect(readBoolean(sent)).toBe(meant));

  test.each([
    ['2', 2],
    [' 1_000 ', 1000],
    ['1e3', 1000],
    ['0x10', '0x10'],
    ['', ''],
    [true, true],
  ])('%j as a number is %j', (sent, meant) => expect(readNumber(sent)).toBe(meant));

  test.each([
    ['2024-02-29', '2024-02-29T00:00:00Z'],
    ['2030-06-01 09:00:00+00:00', '2030-06-01T09:00:00+00:00'],
    ['2030-06-01T09:00:00+0200', '2030-06-01T09:00:00+02:00'],
    [1_700_000_000, new Date('2023-11-14T22:13:20Z')],
    ['1700000000', new Date('2023-11-14T22:13:20Z')],
    [1_700_000_000_000, new Date('2023-11-14T22:13:20Z')],
    ['soon', 'soon'],
  ])('%j as an instant is %j', (sent, meant) => expect(readInstant(sent)).toEqual(meant));

  test.each([
    [3600, 3600],
    ['01:00:00', 3600],
    ['1 day', 86_400],
    ['2 days, 00:30:00', 174_600],
    ['PT1H30M', 5400],
    ['P1W', 604_800],
    ['P1M', 'P1M'],
    ['3600', '3600'],
    ['P', 'P'],
  ])('%j as a duration is %j seconds', (sent, meant) => expect(readDuration(sent)).toBe(meant));
});

describe('a schedule', () => {
  test('is told by its members, and shown without a kind', () => {
    const { value } = read({ cron: '0 9 * * *', day_or: 'no' });
    expect(schedule.parse(value)).toEqual({ kind: 'cron', cron: '0 9 * * *', timezone: null, dayOr: false });
    expect(codecOf(schedule).write(schedule.parse(value))).toEqual({
      cron: '0 9 * * *',
      timezone: null,
      day_or: false,
    });
  });

  test('of an interval begins now unless it is anchored; an anchor without an offset is wall-clock time', () => {
    expect(read({ interval: 60 }).value).toMatchObject({ anchorDate: now, timezone: 'UTC' });
    const anchored = { interval: 86_400, anchor_date: '2024-07-01T09:00:00', timezone: 'America/New_York' };
    expect(read(anchored).value).toMatchObject({ anchorDate: new Date('2024-07-01T13:00:00Z') });
  });

  test.each([
    [{}],
    [{ cron: '* * * * *', interval: 60 }],
    [{ interval: 60, catchup: true }],
    [{ interval: 60, anchor_date: null }],
    [{ kind: 'cron', cron: '* * * * *' }],
  ])('%j is refused', (sent) => expect(read(sent).faults).not.toEqual([]));
});

describe('a rule without a start', () => {
  const start = (rrule: string, timezone = 'UTC') => withStart(rrule, { timezone, now });

  test.each([
    ['FREQ=DAILY', 'UTC', 'DTSTART:20200101T000000\nFREQ=DAILY'],
    ['FREQ=MINUTELY;COUNT=5', 'UTC', 'DTSTART:20200101T000000\nFREQ=MINUTELY;COUNT=5'],
    ['FREQ=MINUTELY;INTERVAL=7', 'UTC', 'DTSTART:20260821T150700\nFREQ=MINUTELY;INTERVAL=7'],
    [
      'RRULE:FREQ=MINUTELY;INTERVAL=7',
      'America/New_York',
      'DTSTART:20260821T110200\nRRULE:FREQ=MINUTELY;INTERVAL=7',
    ],
    ['FREQ=SECONDLY', 'UTC', 'DTSTART:20260821T150731\nFREQ=SECONDLY'],
  ])('%s in %s gets one', (rrule, timezone, meant) => expect(start(rrule, timezone)).toBe(meant));

  test('keeps the one that it has, and is left alone where it is none', () => {
    expect(start('dtstart:20240101T000000 RRULE:FREQ=DAILY')).toBe(
      'dtstart:20240101T000000 RRULE:FREQ=DAILY',
    );
    expect(start('')).toBe('');
    expect(start('FREQ=DAILY', 'Nowhere')).toBe('FREQ=DAILY');
  });
});
