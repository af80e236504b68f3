import { expect, test } from 'vitest';
import { microsecondsOf, preciseInstant, preciselyAt } from './precise-instant.ts';

test.each([
  ['2026-11-23T14:20:09.1Z', '2026-11-23T14:20:09.100000Z'],
  ['2026-11-23T14:20:09.1234567Z', '2026-11-23T14:20:09.123456Z'],
  ['2026-11-23T14:20:09', '2026-11-23T14:20:09.000000Z'],
  ['2026-11-23T14:20:09.000001+02:00', '2026-11-23T12:20:09.000001Z'],
  ['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
])('%s is kept as %s, and so are its microseconds', (given, kept) => {
  expect(preciseInstant.parse(given)).toBe(kept);
  expect(preciselyAt(microsecondsOf(kept))).toBe(kept);
});

test.each(['', 'yesterday', '2026-02-30T00:00:00Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59-01:00', 5])(
  '%j is refused',
  (given) => {
    expect(preciseInstant.safeParse(given).success).toBe(false);
  },
);
