import { schedule as scheduleSchema } from '@carillon/core';
import { describe, expect, test } from 'vitest';
import { reconcileSchedules } from './reconcile-schedules.ts';
import type { StoredSchedule } from './schedule-plan.ts';

const cron = (text: string) => scheduleSchema.parse({ kind: 'cron', cron: text });
const nine = cron('0 9 * * *');
const ten = cron('0 10 * * *');

const stored = (id: string, rest: Partial<StoredSchedule> = {}): StoredSchedule => ({
  id,
  schedule: nine,
  active: true,
  maxScheduledRuns: null,
  parameters: {},
  slug: null,
  ...rest,
});

/** The plan, with ids for what is stored. */
const reconciled = (...args: Parameters<typeof reconcileSchedules>) => {
  const { added, changed, removed } = reconcileSchedules(...args);
  return {
    added,
    changed: changed.map(({ from, to }) => ({ id: from.id, to })),
    removed: removed.map(({ id }) => id),
  };
};
const nothing = { added: [], changed: [], removed: [] };

describe('a schedule that is stated again', () => {
  test('is the same one by its slug', () => {
    expect(reconciled([stored('a', { slug: 'eu' })], [{ schedule: nine, slug: 'eu' }])).toEqual(nothing);
  });

  test('is the same one by its content, in whatever order its members stand', () => {
    const existing = [stored('a', { parameters: { x: { b: 1, a: [2] }, y: null } })];
    const wanted = [{ schedule: nine, parameters: { y: null, x: { a: [2], b: 1 } } }];
    expect(reconciled(existing, wanted)).toEqual(nothing);
  });

  test('stays inactive when the request does not say otherwise, and becomes active when it does', () => {
    const existing = [stored('a', { active: false })];
    expect(reconciled(existing, [{ schedule: nine }])).toEqual(nothing);
    expect(reconciled(existing, [{ schedule: nine, active: true }]).changed).toEqual([
      { id: 'a', to: stored('a', { active: true }) },
    ]);
  });

  test('may be given a slug, or lose it', () => {
    const wish = { schedule: nine, slug: 'eu' };
    expect(reconciled([stored('a')], [wish]).changed).toEqual([{ id: 'a', to: stored('a', { slug: 'eu' }) }]);
    expect(reconciled([stored('a', { slug: 'eu' })], [{ schedule: nine, slug: null }]).changed).toEqual([
      { id: 'a', to: stored('a') },
    ]);
  });

  test('is found among equals: of two, each once', () => {
    expect(reconciled([stored('a'), stored('b')], [{ schedule: nine }, { schedule: nine }])).toEqual(nothing);
    expect(reconciled([stored('a'), stored('b')], [{ schedule: nine }]).removed).toEqual(['b']);
    expect(reconciled([stored('a')], [{ schedule: nine }, { schedule: nine }]).added).toHaveLength(1);
  });

  test('is the one of equals that is as active as it is to be', () => {
    const existing = [stored('a', { active: false }), stored('b')];
    const wanted = [{ schedule: nine }, { schedule: nine, active: false }];
    expect(reconciled(existing, wanted)).toEqual(nothing);
  });
});

describe('a schedule that changed', () => {
  test('keeps its id, and its pause, where its slug is the same', () => {
    const existing = [stored('a', { slug: 'eu', active: false })];
    const wanted = [{ schedule: ten, slug: 'eu', parameters: { region: 'eu' }, maxScheduledRuns: 3 }];
    expect(reconciled(existing, wanted)).toEqual({
      ...nothing,
      changed: [
        {
          id: 'a',
          to: stored('a', {
            slug: 'eu',
            active: false,
            schedule: ten,
            parameters: { region: 'eu' },
            maxScheduledRuns: 3,
          }),
        },
      ],
    });
  });

  test('is another one where it has no slug', () => {
    for (const wish of [
      { schedule: ten },
      { schedule: nine, parameters: { region: 'eu' } },
      { schedule: nine, maxScheduledRuns: 3 },
    ]) {
      const { added, changed, removed } = reconciled([stored('a', { active: false })], [wish]);
      expect(changed).toEqual([]);
      expect(removed).toEqual(['a']);
      expect(added).toEqual([{ active: true, maxScheduledRuns: null, parameters: {}, slug: null, ...wish }]);
    }
  });

  test('is another one where its slug is another, though it does the same', () => {
    const { added, changed, removed } = reconciled(
      [stored('a', { slug: 'eu' })],
      [{ schedule: nine, slug: 'us' }],
    );
    expect({ changed, removed, added: added.length }).toEqual({ changed: [], removed: ['a'], added: 1 });
  });
});

describe('slugs', () => {
  test('may be exchanged, each with the content of the other', () => {
    const existing = [stored('a', { slug: 'eu' }), stored('b', { slug: 'us', schedule: ten })];
    const wanted = [
      { schedule: ten, slug: 'eu' },
      { schedule: nine, slug: 'us' },
    ];
    expect(reconciled(existing, wanted).changed.map(({ id, to }) => [id, to.schedule])).toEqual([
      ['a', ten],
      ['b', nine],
    ]);
  });

  test('come before content: what has its slug is not taken for one that only looks like it', () => {
    const existing = [stored('a'), stored('b', { slug: 'eu', schedule: ten })];
    const wanted = [{ schedule: nine, slug: 'eu' }, { schedule: nine }];
    expect(reconciled(existing, wanted)).toEqual({
      ...nothing,
      changed: [{ id: 'b', to: stored('b', { slug: 'eu' }) }],
    });
  });

  test('that are used twice are refused', () => {
    const twice = [
      { schedule: nine, slug: 'eu' },
      { schedule: ten, slug: 'eu' },
    ];
    expect(() => reconcileSchedules([], twice)).toThrow('"eu" is used twice');
  });

  test('can be taken over by name, where some have none', () => {
    const existing = [stored('a', { slug: 'eu' }), stored('b')];
    const wanted = [{ slug: 'europe', replaces: 'eu' }, { schedule: nine }];
    expect(reconciled(existing, wanted)).toEqual({
      ...nothing,
      changed: [{ id: 'a', to: stored('a', { slug: 'europe' }) }],
    });
  });
});

test('no schedules are wanted: all go', () => {
  expect(reconciled([stored('a'), stored('b', { slug: 'eu' })], [])).toEqual({
    ...nothing,
    removed: ['a', 'b'],
  });
});

test('a thousand schedules are compared at once', () => {
  const existing = Array.from({ length: 1000 }, (_, index) =>
    stored(String(index), { parameters: { index } }),
  );
  const wanted = existing.map(({ schedule, parameters }) => ({ schedule, parameters })).reverse();
  const begin = performance.now();
  expect(reconciled(existing, wanted)).toEqual(nothing);
  expect(performance.now() - begin).toBeLessThan(1000);
});
