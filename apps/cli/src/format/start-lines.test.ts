import { previewStarts } from '@carillon/core';
import { expect, test } from 'vitest';
import { startLines } from './start-lines.ts';

const lines = (cron: string, timezone: string, from: string, count: number): string[] => {
  const schedule = { kind: 'cron', cron, timezone, dayOr: true } as const;
  return startLines(previewStarts(schedule, { from: Date.parse(from), count }), timezone);
};

test('a start that a gap moves is marked, and says from where', () => {
  expect(lines('30 2 * * *', 'Europe/Berlin', '2026-03-28T00:00:00Z', 3)).toEqual([
    'Sat 28 Mar 02:30 CET',
    'Sun 29 Mar 03:30 CEST   ← 02:30 does not exist that day (clocks go forward); runs at 03:30',
    'Mon 30 Mar 02:30 CEST',
  ]);
});

test('a start whose time comes twice is marked, and runs the first time', () => {
  expect(lines('30 1 * * *', 'America/New_York', '2026-10-31T12:00:00Z', 2)).toEqual([
    'Sun  1 Nov 01:30 EDT   ← 01:30 comes twice that day (clocks go back); runs the first time',
    'Mon  2 Nov 01:30 EST',
  ]);
});

test('seconds are shown when a start has some, years when there are several', () => {
  expect(lines('59 23 31 12 * 30', 'UTC', '2026-01-01T00:00:00Z', 2)).toEqual([
    'Thu 31 Dec 2026 23:59:30 UTC',
    'Fri 31 Dec 2027 23:59:30 UTC',
  ]);
});
