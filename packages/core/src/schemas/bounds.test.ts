import { expect, test } from 'vitest';
import { z } from 'zod';
import { deploymentCreate } from './deployment.ts';
import { historyPeriod } from './state-history.ts';

const faultAt = (schema: z.ZodType, input: unknown, member: string): boolean =>
  (schema.safeParse(input).error?.issues ?? []).some(({ path }) => path[0] === member);

test('a limit of a deployment fits its column', () => {
  const limited = (concurrencyLimit: number) => ({ name: 'daily', concurrencyLimit });
  expect(faultAt(deploymentCreate, limited(1_000_000_000), 'concurrencyLimit')).toBe(false);
  expect(faultAt(deploymentCreate, limited(1_000_000_001), 'concurrencyLimit')).toBe(true);
});

test('an interval of history is at most a century', () => {
  const period = z.object(historyPeriod);
  const every = (historyIntervalSeconds: number) => ({
    historyStart: '2026-01-01T00:00:00Z',
    historyEnd: '2026-01-02T00:00:00Z',
    historyIntervalSeconds,
  });
  expect(faultAt(period, every(86_400), 'historyIntervalSeconds')).toBe(false);
  expect(faultAt(period, every(1e12), 'historyIntervalSeconds')).toBe(true);
});
