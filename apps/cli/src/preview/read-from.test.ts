import { expect, test } from 'vitest';
import { readFrom } from './read-from.ts';

test.for([
  ['2026-03-06', 'America/New_York', '2026-03-06T05:00:00Z'],
  ['2026-03-06T08:30', 'Europe/Berlin', '2026-03-06T07:30:00Z'],
  ['2026-03-06 08:30:15', null, '2026-03-06T08:30:15Z'],
  ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30:00Z'],
  ['2026-03-06T08:30Z', 'Europe/Berlin', '2026-03-06T08:30:00Z'],
  ['2026-03-06T08:30+05:45', null, '2026-03-06T02:45:00Z'],
] as const)('%s in %s is %s', ([text, timezone, instant]) => {
  expect(new Date(readFrom(text, timezone))).toEqual(new Date(instant));
});

test.for(['yesterday', '2026-13-01', '2026-02-30', '2026-03-06T25:00', '08:30', ''])(
  '%j is no time',
  (text) => {
    expect(() => readFrom(text, null)).toThrow(`not "${text}"`);
  },
);
