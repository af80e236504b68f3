import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test('the longest wait doubles with every attempt, up to the bound', () => {
  const longest = [0, 1, 2, 3, 4, 60, 5000].map((attempt) =>
    backoffMs(attempt, { baseMs: 100, maxMs: 1000, random: () => 1 }),
  );
  expect(longest).toEqual([100, 200, 400, 800, 1000, 1000, 1000]);
});

test('any wait below the longest is possible, none at all too', () => {
  const waits = [0, 0.25, 0.999].map((random) =>
    backoffMs(1, { baseMs: 100, maxMs: 1000, random: () => random }),
  );
  expect(waits).toEqual([0, 50, 199]);
});
