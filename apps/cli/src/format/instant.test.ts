import { expect, test } from 'vitest';
import { instantInWords } from './instant.ts';

test.for([
  ['America/New_York', 'Fri  6 Mar 02:30 EST'],
  ['America/Los_Angeles', 'Thu  5 Mar 23:30 PST'],
  ['Europe/Berlin', 'Fri  6 Mar 08:30 CET'],
  ['Europe/London', 'Fri  6 Mar 07:30 GMT'],
  ['Australia/Sydney', 'Fri  6 Mar 18:30 AEDT'],
  ['Asia/Kolkata', 'Fri  6 Mar 13:00 IST'],
  ['Asia/Kathmandu', 'Fri  6 Mar 13:15 GMT+5:45'],
  ['UTC', 'Fri  6 Mar 07:30 UTC'],
] as const)('an instant is said in the words of %s', ([timeZone, words]) => {
  expect(instantInWords(new Date('2026-03-06T07:30:00Z'), { timeZone })).toBe(words);
});

test('year and seconds are said on demand', () => {
  const at = new Date('2026-11-16T00:00:05Z');
  expect(instantInWords(at, { timeZone: 'UTC', year: true, seconds: true })).toBe(
    'Mon 16 Nov 2026 00:00:05 UTC',
  );
});
