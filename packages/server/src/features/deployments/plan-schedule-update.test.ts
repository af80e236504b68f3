import { schedule as scheduleSchema } from '@carillon/core';
import { describe, expect, test } from 'vitest';
import { planScheduleUpdate } from './plan-schedule-update.ts';
import type { StoredSchedule } from './schedule-plan.ts';

const nine = scheduleSchema.parse({ kind: 'cron', cron: '0 9 * * *' });
const ten = scheduleSchema.parse({ kind: 'cron', cron: '0 10 * * *' });

const stored = (slug: string | null, rest: Partial<StoredSchedule> = {}): StoredSchedule => ({
  id: `id of ${slug}`,
  schedule: nine,
  active: true,
  maxScheduledRuns: 5,
  parameters: { region: slug },
  slug,
  ...rest,
});
const a = stored('a');
const b = stored('b');
const c = stored('c');

const slugsAfter = (...args: Parameters<typeof planScheduleUpdate>) =>
  Object.fromEntries(planScheduleUpdate(...args).changed.map(({ from, to }) => [from.slug, to.slug]));

describe('where every schedule has a slug', () => {
  test('what the list does not mention stays', () => {
    const plan = planScheduleUpdate([a, b], [{ slug: 'a', schedule: ten }]);
    expect(plan).toEqual({ added: [], changed: [{ from: a, to: { ...a, schedule: ten } }], removed: [] });
  });

  test('what one of the list does not name stays: parameters, activity, cap', () => {
    const paused = { ...a, active: false };
    const [change] = planScheduleUpdate([paused], [{ slug: 'a', schedule: ten }]).changed;
    expect(change?.to).toEqual({ ...paused, schedule: ten });
  });

  test('null takes the cap away', () => {
    const [change] = planScheduleUpdate([a], [{ slug: 'a', maxScheduledRuns: null }]).changed;
    expect(change?.to.maxScheduledRuns).toBeNull();
  });

  test('an empty list removes them all', () => {
    expect(planScheduleUpdate([a, b], []).removed).toEqual([a, b]);
  });

  test('a new slug adds a schedule, with the cap that it names', () => {
    const { added, changed, removed } = planScheduleUpdate(
      [a],
      [{ slug: 'new', schedule: ten, maxScheduledRuns: 2 }],
    );
    expect({ changed, removed }).toEqual({ changed: [], removed: [] });
    expect(added).toEqual([
      { slug: 'new', schedule: ten, maxScheduledRuns: 2, active: true, parameters: {} },
    ]);
  });

  test('a new slug without a schedule is refused', () => {
    expect(() => planScheduleUpdate([a], [{ slug: 'new', active: false }])).toThrow(
      'Schedule "new" is new, so it needs a schedule',
    );
  });

  test('one without a slug is refused, even where it says which it replaces', () => {
    for (const given of [{ schedule: ten }, { schedule: ten, replaces: 'a' }])
      expect(() => planScheduleUpdate([a], [given])).toThrow('please give each schedule of the request one');
  });

  test('a rename keeps the schedule, with what else changes of it', () => {
    expect(planScheduleUpdate([a], [{ slug: 'z', replaces: 'a', schedule: ten }]).changed).toEqual([
      { from: a, to: { ...a, slug: 'z', schedule: ten } },
    ]);
  });

  test('renames may form a chain or a swap', () => {
    const chain = [
      { slug: 'b', replaces: 'a' },
      { slug: 'c', replaces: 'b' },
      { slug: 'd', replaces: 'c' },
    ];
    expect(slugsAfter([a, b, c], chain)).toEqual({ a: 'b', b: 'c', c: 'd' });
    const swap = [
      { slug: 'b', replaces: 'a' },
      { slug: 'a', replaces: 'b' },
    ];
    expect(slugsAfter([a, b], swap)).toEqual({ a: 'b', b: 'a' });
  });

  test('one that replaces itself is changed in place', () => {
    expect(planScheduleUpdate([a], [{ slug: 'a', replaces: 'a', schedule: ten }]).changed).toHaveLength(1);
  });

  test('one that replaces an unknown slug is new', () => {
    const { added, changed } = planScheduleUpdate([a], [{ slug: 'z', replaces: 'gone', schedule: ten }]);
    expect({ added: added.length, changed }).toEqual({ added: 1, changed: [] });
  });

  test('two that replace the same one are refused', () => {
    const given = [
      { slug: 'x', replaces: 'a' },
      { slug: 'y', replaces: 'a' },
    ];
    expect(() => planScheduleUpdate([a], given)).toThrow('Two schedules say that they replace "a"');
  });

  test('a rename onto a slug that stays is refused', () => {
    expect(() => planScheduleUpdate([a, b], [{ slug: 'b', replaces: 'a' }])).toThrow('"b" is used twice');
    expect(() => planScheduleUpdate([a], [{ slug: 'a', replaces: 'gone', schedule: ten }])).toThrow(
      '"a" is used twice',
    );
  });

  test('of two for one slug the last counts, and two new ones of one slug are refused', () => {
    const twice = [
      { slug: 'a', schedule: ten, parameters: { x: 1 } },
      { slug: 'a', parameters: { x: 2 } },
    ];
    expect(planScheduleUpdate([a], twice).changed.map(({ to }) => to)).toEqual([
      { ...a, schedule: ten, parameters: { x: 2 } },
    ]);
    const fresh = [
      { slug: 'n', schedule: nine },
      { slug: 'n', schedule: ten },
    ];
    expect(() => planScheduleUpdate([a], fresh)).toThrow('"n" is used twice');
  });

  test('what changes nothing is no change', () => {
    expect(planScheduleUpdate([a], [{ slug: 'a', schedule: nine, active: true }]).changed).toEqual([]);
  });
});

describe('where some schedule has no slug', () => {
  const plain = stored(null, { maxScheduledRuns: null, parameters: {}, active: false });

  test('the list states them all; one of the same content is the same schedule, paused as it was', () => {
    const plan = planScheduleUpdate([plain, a], [{ schedule: nine }, { schedule: ten }]);
    expect(plan.changed).toEqual([]);
    expect(plan.removed).toEqual([a]);
    expect(plan.added.map(({ schedule, active }) => ({ schedule, active }))).toEqual([
      { schedule: ten, active: true },
    ]);
  });

  test('one that is found by its slug keeps what is not named', () => {
    expect(planScheduleUpdate([plain, a], [{ slug: 'a', active: false }])).toEqual({
      added: [],
      changed: [{ from: a, to: { ...a, active: false } }],
      removed: [plain],
    });
  });

  test('a new one without a schedule is refused, and not dropped', () => {
    expect(() => planScheduleUpdate([plain], [{ active: false }])).toThrow('a new schedule needs a schedule');
  });
});

test('a deployment without schedules is given those of the list', () => {
  expect(planScheduleUpdate([], [{ schedule: nine }, { schedule: ten, slug: 'x' }]).added).toHaveLength(2);
});
