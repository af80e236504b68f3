import { expect, test } from 'vitest';
import { backfillPlan } from './backfill-plan.ts';

const one = (interval: number, active = true) =>
  ({
    schedule: { kind: 'interval', interval, anchorDate: null, timezone: null },
    active,
    slug: null,
  }) as const;

test('counts the schedules that are on, and cuts the range so that one call makes each part', () => {
  const from = Date.UTC(2026, 0, 1);
  const schedules = [one(60), one(3600), one(1, false)];
  const plan = backfillPlan(schedules, from, from + 86_400_000, ({ schedule }) =>
    String('interval' in schedule ? schedule.interval : ''),
  );
  expect(plan.schedules).toEqual([
    { name: '60', count: 1441 },
    { name: '3600', count: 25 },
  ]);
  expect(plan.count).toBe(1466);
  expect(plan.chunks.length).toBe(2);
  expect(plan.chunks[0]?.startTime).toEqual(new Date(from));
  expect(plan.chunks.at(-1)?.endTime).toEqual(new Date(from + 86_400_000));
});
