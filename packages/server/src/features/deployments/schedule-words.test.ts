import { schedule as scheduleSchema } from '@carillon/core';
import { expect, test } from 'vitest';
import type { ScheduleState } from './schedule-plan.ts';
import { changeInWords, labelOf } from './schedule-words.ts';

const cron = (text: string) => scheduleSchema.parse({ kind: 'cron', cron: text });
const eight: ScheduleState = {
  schedule: cron('0 8 * * 1-5'),
  active: true,
  maxScheduledRuns: null,
  parameters: { region: 'eu' },
  slug: 'eu',
};

test('a schedule is called by its slug, or by what it says', () => {
  expect(labelOf(eight)).toBe('eu');
  expect(labelOf({ ...eight, slug: null })).toBe('cron 0 8 * * 1-5');
});

test('a rule that changes is told by both texts, its kind once', () => {
  expect(changeInWords(eight, { ...eight, schedule: cron('0 9 * * 1-5') })).toEqual({
    schedule: 'eu',
    from: 'cron 0 8 * * 1-5',
    to: '0 9 * * 1-5',
  });
  const every = scheduleSchema.parse({ kind: 'interval', interval: 900 });
  expect(changeInWords(eight, { ...eight, schedule: every })).toMatchObject({ to: 'every 15m' });
});

test('what else changes is told as well', () => {
  const to = { ...eight, active: false, maxScheduledRuns: 3, parameters: {}, slug: null };
  expect(changeInWords(eight, to)).toEqual({
    schedule: 'eu',
    from: 'parameters {"region":"eu"}, no cap, active, slug eu',
    to: 'parameters {}, at most 3 planned, inactive, no slug',
  });
});

test('parameters are told in short', () => {
  const { to } = changeInWords(eight, { ...eight, parameters: { text: 'x'.repeat(500) } });
  expect(to.length).toBeLessThan(100);
});
