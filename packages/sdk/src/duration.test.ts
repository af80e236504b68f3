import { isDomainError } from '@carillon/core';
import { describe, expect, test } from 'vitest';
import { type Duration, durationSeconds } from './duration.ts';

describe('durationSeconds', () => {
  test.each<[Duration, number]>([
    [0, 0],
    [1.5, 1.5],
    ['250ms', 0.25],
    ['30s', 30],
    ['1.5m', 90],
    ['2h', 7200],
    ['1d', 86_400],
  ])('reads %s as %d seconds', (duration, seconds) => {
    expect(durationSeconds(duration)).toBe(seconds);
  });

  test.each<Duration>(['-1s', '1e3s', -5, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses %s with words that say what a duration is',
    (duration) => {
      expect(() => durationSeconds(duration)).toThrow(/is not a duration: give a number of seconds, or/);
    },
  );

  test('its refusal is an INPUT_INVALID', () => {
    expect(() => durationSeconds('1e3s')).toThrow(expect.toSatisfy(isDomainError));
  });
});
