import { testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { daily, hourly, idsOf, plannedRuns, scheduleOf, state } from '../../../fixtures/deployments.ts';

const day = 86_400_000;

describe('the schedules of a deployment that is restated', () => {
  test('keep their ids and runs where they did not change, with a slug or without', async () => {
    await using app = await testApp();
    const { deployment: before } = await state(app, {
      schedules: [{ schedule: daily }, { schedule: hourly, slug: 'hourly' }],
    });
    const runs = await plannedRuns(app, before.id);
    app.clock.advance(1000);
    const { deployment, changes } = await state(app, {
      schedules: [
        { schedule: hourly, slug: 'hourly' },
        { schedule: daily },
        { schedule: { ...daily, cron: '0 10 * * *' } },
      ],
    });
    expect(changes.schedules).toEqual({ added: ['cron 0 10 * * *'], changed: [], removed: [] });
    expect(idsOf(deployment.schedules)).toEqual(expect.arrayContaining(idsOf(before.schedules)));
    expect(idsOf(await plannedRuns(app, before.id))).toEqual(expect.arrayContaining(idsOf(runs)));
  });

  test('that changed lose only their own planned runs, and are planned anew', async () => {
    await using app = await testApp();
    const { deployment: before } = await state(app, {
      schedules: [
        { schedule: daily, slug: 'eu' },
        { schedule: hourly, slug: 'hourly' },
      ],
    });
    const { id: hourlyId } = scheduleOf(before, 'hourly');
    const ofHourly = async () =>
      idsOf((await plannedRuns(app, before.id)).filter(({ scheduleId }) => scheduleId === hourlyId));
    const runs = await ofHourly();
    const { deployment, changes, nextStart } = await state(app, {
      schedules: [
        { schedule: { ...daily, cron: '0 8 * * *' }, slug: 'eu' },
        { schedule: hourly, slug: 'hourly' },
      ],
    });
    expect(changes).toEqual({
      outcome: 'changed',
      fields: [],
      schedules: {
        added: [],
        changed: [{ schedule: 'eu', from: 'cron 0 9 * * *', to: '0 8 * * *' }],
        removed: [],
      },
    });
    expect(scheduleOf(deployment, 'eu').id).toBe(scheduleOf(before, 'eu').id);
    expect(await ofHourly()).toEqual(runs);
    const starts = (await plannedRuns(app, before.id)).map(({ start }) => start);
    expect(starts).toContain('2026-01-05T08:00:00.000Z');
    expect(starts).not.toContain('2026-01-05T09:00:00.000Z');
    expect(nextStart).toEqual(app.clock.now());
  });

  test('stay inactive when an operator paused them, and start again only when the request says so', async () => {
    await using app = await testApp();
    const schedules = [{ schedule: daily, slug: 'eu' }];
    const { deployment } = await state(app, { schedules });
    const at = { deploymentId: deployment.id, scheduleId: scheduleOf(deployment, 'eu').id };
    await app.caller.deployments.schedules.update({ ...at, active: false });
    const kept = await state(app, { schedules, description: 'more' });
    expect(scheduleOf(kept.deployment, 'eu').active).toBe(false);
    const changed = await state(app, { schedules: [{ schedule: hourly, slug: 'eu' }] });
    expect(scheduleOf(changed.deployment, 'eu').active).toBe(false);
    expect(await plannedRuns(app, deployment.id)).toEqual([]);
    const active = await state(app, { schedules: [{ schedule: hourly, slug: 'eu', active: true }] });
    expect(active.changes.schedules.changed).toEqual([{ schedule: 'eu', from: 'inactive', to: 'active' }]);
    expect(await plannedRuns(app, deployment.id)).toHaveLength(3);
  });

  test('may exchange their slugs', async () => {
    await using app = await testApp();
    const { deployment: before } = await state(app, {
      schedules: [
        { schedule: daily, slug: 'a' },
        { schedule: hourly, slug: 'b' },
      ],
    });
    const { deployment } = await state(app, {
      schedules: [
        { schedule: hourly, slug: 'a' },
        { schedule: daily, slug: 'b' },
      ],
    });
    expect(scheduleOf(deployment, 'a').id).toBe(scheduleOf(before, 'a').id);
    expect(scheduleOf(deployment, 'a').schedule).toMatchObject(hourly);
  });

  test('of equal slugs are refused, and nothing is written', async () => {
    await using app = await testApp();
    const schedules = [
      { schedule: daily, slug: 'x' },
      { schedule: hourly, slug: 'x' },
    ];
    await expect(state(app, { schedules })).rejects.toMatchObject({ cause: { code: 'SLUG_TAKEN' } });
    expect(await app.caller.deployments.count({})).toBe(0);
  });

  test('have the same slug in different deployments', async () => {
    await using app = await testApp();
    const schedules = [{ schedule: daily, slug: 'x' }, { schedule: daily }, { schedule: daily }];
    await state(app, { schedules });
    expect((await state(app, { name: 'other', schedules })).deployment.schedules).toHaveLength(3);
  });
});

describe('runs that are planned', () => {
  test.each([
    ['parameters', { parameters: { p: 2 } }, { parameters: { p: 2, q: 1 } }],
    ['tags', { tags: ['t'] }, { tags: ['auto-scheduled', 't'] }],
    ['the version', { version: 'v2' }, { deploymentVersion: 'v2' }],
    [
      'the run policy',
      { runPolicy: { retries: 4, retryDelay: 2 } },
      { empiricalPolicy: { retries: 4, retryDelay: 2 } },
    ],
    ['labels', { labels: { team: 'x' } }, { labels: { team: 'x' } }],
    ['the queue', { workQueueName: 'fast' }, { workPoolName: 'default-agent-pool', workQueueName: 'fast' }],
    [
      "a schedule's parameters",
      { schedules: [{ schedule: daily, slug: 'd', parameters: { q: 9 } }] },
      { parameters: { q: 9 } },
    ],
  ])('show it when %s changes', async (_, change, shown) => {
    await using app = await testApp();
    const first = { schedules: [{ schedule: daily, slug: 'd', parameters: { q: 1 } }] };
    const { deployment } = await state(app, first);
    await state(app, { ...first, ...change });
    const { results } = await app.caller.flowRuns.list({ sort: 'NEXT_SCHEDULED_START_TIME_ASC' });
    expect(results).toHaveLength(3);
    for (const run of results) expect(run).toMatchObject({ deploymentId: deployment.id, ...shown });
  });

  test('stay where only words change', async () => {
    await using app = await testApp();
    const schedules = [{ schedule: daily }];
    const { deployment } = await state(app, { schedules });
    const runs = await plannedRuns(app, deployment.id);
    const { changes } = await state(app, {
      schedules,
      description: 'words',
      entrypoint: 'x',
      path: '/x',
      jobVariables: { a: 1 },
      pullSteps: [],
      parameterOpenapiSchema: { type: 'object' },
      concurrencyLimit: 3,
    });
    expect(changes.outcome).toBe('changed');
    expect(await plannedRuns(app, deployment.id)).toEqual(runs);
  });

  test('are made from now on when they are planned anew, without those that a start has passed for', async () => {
    await using app = await testApp();
    const { deployment } = await state(app, { schedules: [{ schedule: daily }] });
    app.clock.advance(1.5 * day);
    await state(app, { tags: ['x'], schedules: [{ schedule: daily }] });
    expect(
      (await plannedRuns(app, deployment.id)).map(({ start, tags }) => [start.slice(8, 10), tags.length]),
    ).toEqual([
      ['05', 1],
      ['06', 1],
      ['07', 2],
      ['08', 2],
      ['09', 2],
    ]);
  });
});
