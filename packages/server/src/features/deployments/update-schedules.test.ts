import { testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { daily, hourly, plannedRuns, scheduleOf, state, update } from '../../../fixtures/deployments.ts';

describe('an update of schedules', () => {
  const slugged = [
    { schedule: daily, slug: 'eu', parameters: { region: 'eu' }, maxScheduledRuns: 2 },
    { schedule: hourly, slug: 'us' },
  ];

  test('changes the one of its slug, keeps what it does not name, and leaves the others alone', async () => {
    await using app = await testApp();
    const { deployment: before } = await state(app, { schedules: slugged });
    const runs = await plannedRuns(app, before.id);
    app.clock.advance(1000);
    const after = await update(app, before.id, {
      schedules: [{ slug: 'eu', schedule: { ...daily, cron: '0 8 * * *' } }],
    });
    expect(scheduleOf(after, 'eu')).toMatchObject({
      id: scheduleOf(before, 'eu').id,
      schedule: { cron: '0 8 * * *' },
      parameters: { region: 'eu' },
      maxScheduledRuns: 2,
      active: true,
      updated: app.clock.now(),
    });
    expect(scheduleOf(after, 'us')).toEqual(scheduleOf(before, 'us'));
    const kept = (list: typeof runs) =>
      list.filter(({ scheduleId }) => scheduleId === scheduleOf(before, 'us').id);
    expect(kept(await plannedRuns(app, before.id))).toEqual(kept(runs));
  });

  test('renames in a chain and in a swap, whose runs stay with their schedules', async () => {
    await using app = await testApp();
    const { deployment: before } = await state(app, { schedules: slugged });
    const chained = await update(app, before.id, {
      schedules: [
        { slug: 'us', replaces: 'eu' },
        { slug: 'apac', replaces: 'us' },
      ],
    });
    expect(scheduleOf(chained, 'us').id).toBe(scheduleOf(before, 'eu').id);
    expect(scheduleOf(chained, 'apac').id).toBe(scheduleOf(before, 'us').id);
    const swapped = await update(app, before.id, {
      schedules: [
        { slug: 'us', replaces: 'apac' },
        { slug: 'apac', replaces: 'us' },
      ],
    });
    expect(scheduleOf(swapped, 'us').id).toBe(scheduleOf(before, 'us').id);
    const runs = await plannedRuns(app, before.id);
    expect(new Set(runs.map(({ scheduleId }) => scheduleId)).size).toBe(2);
    const { results } = await app.caller.flowRuns.list({});
    const creator = results.find((run) => run.scheduleId === scheduleOf(before, 'us').id)?.createdBy;
    expect(creator).toMatchObject({ type: 'SCHEDULE', displayValue: 'us' });
  });

  test.each([
    ['no slug', [{ schedule: daily }], 'SLUG_MISSING'],
    ['a new slug without a schedule', [{ slug: 'new' }], 'SCHEDULE_MISSING'],
    ['a rename onto one that stays', [{ slug: 'us', replaces: 'eu' }], 'SLUG_TAKEN'],
    [
      'two that replace one',
      [
        { slug: 'x', replaces: 'eu' },
        { slug: 'y', replaces: 'eu' },
      ],
      'REPLACES_TWICE',
    ],
  ] as const)('with %s is refused, and nothing changes', async (_, schedules, code) => {
    await using app = await testApp();
    const { deployment } = await state(app, { schedules: slugged });
    const change = { id: deployment.id, tags: ['changed'], schedules: [...schedules] };
    await expect(app.caller.deployments.update(change)).rejects.toMatchObject({ cause: { code } });
    expect(await app.caller.deployments.read({ id: deployment.id })).toEqual(deployment);
  });

  test('without slugs states them all, and keeps those of the same content', async () => {
    await using app = await testApp();
    const { deployment: before } = await state(app, {
      schedules: [{ schedule: daily, active: false }, { schedule: { ...daily, cron: '0 10 * * *' } }],
    });
    const after = await update(app, before.id, {
      schedules: [{ schedule: daily }, { schedule: { kind: 'interval', interval: 60 } }],
    });
    const ids = (deployment: typeof before) =>
      new Map(deployment.schedules.map(({ id, schedule, active }) => [schedule.kind, { id, active }]));
    expect(after.schedules).toHaveLength(2);
    expect(ids(after).get('cron')?.active).toBe(false);
    expect(before.schedules.map(({ id }) => id)).toContain(ids(after).get('cron')?.id);
    const runs = await plannedRuns(app, before.id);
    expect(new Set(runs.map(({ scheduleId }) => scheduleId))).toEqual(
      new Set([ids(after).get('interval')?.id]),
    );
  });

  test('and of a limit at once does both', async () => {
    await using app = await testApp();
    const { deployment } = await state(app, { schedules: [{ schedule: daily }] });
    const after = await update(app, deployment.id, { schedules: [{ schedule: daily }], concurrencyLimit: 4 });
    expect(after.globalConcurrencyLimit?.limit).toBe(4);
    expect(after.schedules).toEqual(deployment.schedules);
  });
});
