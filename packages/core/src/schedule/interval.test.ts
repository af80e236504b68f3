import { expect, test } from 'vitest';
import { every, startsOf } from './sample-schedules.ts';

const newYork = 'America/New_York';
const hour = 3600;
const day = 24 * hour;

test.for([
  [
    'whole days keep the wall clock from winter to summer',
    every(day, '2024-01-01T14:00Z', newYork),
    '2024-07-01T00:00Z',
    ['2024-07-01T13:00Z', '2024-07-02T13:00Z'],
  ],
  [
    'whole days keep the wall clock from summer to winter',
    every(day, '2024-07-01T13:00Z', newYork),
    '2024-12-01T00:00Z',
    ['2024-12-01T14:00Z'],
  ],
  [
    'whole days over the gap',
    every(day, '2024-01-01T14:00Z', newYork),
    '2024-03-08T05:00Z',
    ['2024-03-08T14:00Z', '2024-03-09T14:00Z', '2024-03-10T13:00Z', '2024-03-11T13:00Z'],
  ],
  [
    'a day that the gap moves comes back the next day',
    every(day, '2024-03-08T07:30Z', newYork),
    '2024-03-09T00:00Z',
    ['2024-03-09T07:30Z', '2024-03-10T07:30Z', '2024-03-11T06:30Z'],
  ],
  [
    'a day in the overlap means its first occurrence',
    every(day, '2024-11-01T05:30Z', newYork),
    '2024-11-03T00:00Z',
    ['2024-11-03T05:30Z', '2024-11-04T06:30Z'],
  ],
  [
    'weeks count from the anchor',
    every(7 * day, '2024-01-01T14:00Z', newYork),
    '2024-07-02T00:00Z',
    ['2024-07-08T13:00Z'],
  ],
  [
    'starts go back from the anchor too',
    every(hour, '2024-06-01T00:15Z'),
    '2024-01-01T00:00Z',
    ['2024-01-01T00:15Z', '2024-01-01T01:15Z'],
  ],
  [
    'hours are elapsed time over the gap',
    every(hour, '2024-03-10T04:00Z', newYork),
    '2024-03-10T05:00Z',
    ['2024-03-10T05:00Z', '2024-03-10T06:00Z', '2024-03-10T07:00Z'],
  ],
  [
    'hours are elapsed time over the overlap',
    every(hour, '2024-11-03T03:30Z', newYork),
    '2024-11-03T04:00Z',
    ['2024-11-03T04:30Z', '2024-11-03T05:30Z', '2024-11-03T06:30Z', '2024-11-03T07:30Z'],
  ],
  [
    '25 hours are elapsed time',
    every(25 * hour, '2024-03-08T14:00Z', newYork),
    '2024-03-08T14:01Z',
    ['2024-03-09T15:00Z', '2024-03-10T16:00Z'],
  ],
  [
    '36 hours do not depend on where one begins',
    every(36 * hour, '2024-03-08T14:00Z', newYork),
    '2024-03-20T00:00Z',
    ['2024-03-20T14:00Z', '2024-03-22T02:00Z'],
  ],
  [
    'fractions are exact milliseconds far from the anchor',
    every(0.1, '2020-01-01T00:00Z'),
    '2026-01-01T00:00:00.050Z',
    ['2026-01-01T00:00:00.100Z', '2026-01-01T00:00:00.200Z'],
  ],
  [
    'a null anchor is the beginning of 2020 on the wall clock',
    every(7 * day, null, newYork),
    '2024-07-02T00:00Z',
    ['2024-07-03T04:00Z'],
  ],
  ['a null anchor in UTC', every(90 * 60, null), '2020-01-01T00:00:01Z', ['2020-01-01T01:30Z']],
] as const)('%s', ([, schedule, from, starts]) => {
  expect(startsOf(schedule, from, starts.length)).toEqual(starts);
});

test('the longest interval has one start, and nothing begins after 9999', () => {
  expect(startsOf(every(86_399_999_913_600, '2026-01-01T00:00Z'), '2000-01-01T00:00Z', 3)).toEqual([
    '2026-01-01T00:00Z',
  ]);
  expect(startsOf(every(hour, null), '9999-12-31T22:30Z', 3)).toEqual(['9999-12-31T23:00Z']);
  expect(startsOf(every(day, null, newYork), '9999-12-31T04:00Z', 3)).toEqual(['9999-12-31T05:00Z']);
});
