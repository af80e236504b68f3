import { type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import {
  daily,
  hourly,
  idsOf,
  nobody,
  plannedRuns,
  scheduleOf,
  state,
} from '../../../fixtures/deployments.ts';

const code = (name: string) => ({ cause: { code: name } });
const list = (app: TestApp, deploymentId: string) => app.caller.deployments.schedules.list({ deploymentId });

describe('adding schedules', () => {
  test('answers them in the order of the request, planned, beside those that were there', async () => {
    await using app = await testApp();
    const { deployment } = await state(app, { schedules: [{ schedule: daily, slug: 'old' }] });
    app.clock.advance(1000);
    const added = await app.caller.deployments.schedules.create({
      deploymentId: deployment.id,
      schedules: [
        { schedule: hourly, slug: 'hourly', parameters: { a: [1] }, maxScheduledRuns: 1 },
        { schedule: daily, active: false },
      ],
    });
    expect(added).toMatchObject([
      {
        deploymentId: deployment.id,
        schedule: { ...hourly, timezone: null, dayOr: true },
        slug: 'hourly',
        active: true,
        parameters: { a: [1] },
        maxScheduledRuns: 1,
      },
      { slug: null, active: false, parameters: {}, maxScheduledRuns: null, refillAt: null },
    ]);
    expect(idsOf(await list(app, deployment.id))).toEqual([
      added[1]?.id,
      added[0]?.id,
      scheduleOf(deployment, 'old').id,
    ]);
    expect(await plannedRuns(app, deployment.id)).toHaveLength(4);
    expect((await app.caller.deployments.read({ id: deployment.id })).updated).toEqual(app.clock.now());
  });

  test('of none adds none, and touches nothing', async () => {
    await using app = await testApp();
    const { deployment } = await state(app);
    app.clock.advance(1000);
    const at = { deploymentId: deployment.id };
    expect(await app.caller.deployments.schedules.create({ ...at, schedules: [] })).toEqual([]);
    expect(await app.caller.deployments.read({ id: deployment.id })).toEqual(deployment);
  });

  test('of a slug that is taken, there or in the request, is refused', async () => {
    await using app = await testApp();
    const { deployment } = await state(app, { schedules: [{ schedule: daily, slug: 'a' }] });
    const create = (...slugs: string[]) =>
      app.caller.deployments.schedules.create({
        deploymentId: deployment.id,
        schedules: slugs.map((slug) => ({ schedule: hourly, slug })),
      });
    await expect(create('a')).rejects.toMatchObject(code('SLUG_TAKEN'));
    await expect(create('b', 'b')).rejects.toMatchObject(code('SLUG_TAKEN'));
    expect(await list(app, deployment.id)).toHaveLength(1);
  });
});

describe('changing a schedule', () => {
  test('changes what it names: parameters that it omits stay', async () => {
    await using app = await testApp();
    const { deployment } = await state(app, {
      schedules: [{ schedule: daily, parameters: { region: 'eu' }, maxScheduledRuns: 2 }],
    });
    const before = scheduleOf(deployment, null);
    const at = { deploymentId: deployment.id, scheduleId: before.id };
    app.clock.advance(1000);
    await app.caller.deployments.schedules.update({ ...at, schedule: { ...daily, cron: '0 8 * * *' } });
    expect(await list(app, deployment.id)).toMatchObject([
      {
        id: before.id,
        created: before.created,
        updated: app.clock.now(),
        schedule: { cron: '0 8 * * *' },
        active: true,
        parameters: { region: 'eu' },
        maxScheduledRuns: 2,
        slug: null,
      },
    ]);
    expect(
      (await plannedRuns(app, deployment.id)).map(({ start, parameters }) => [start, parameters]),
    ).toEqual([
      ['2026-01-05T08:00:00.000Z', { region: 'eu' }],
      ['2026-01-06T08:00:00.000Z', { region: 'eu' }],
    ]);
    await app.caller.deployments.schedules.update({
      ...at,
      maxScheduledRuns: null,
      parameters: {},
      slug: 'x',
    });
    expect(await list(app, deployment.id)).toMatchObject([
      { maxScheduledRuns: null, parameters: {}, slug: 'x' },
    ]);
    expect(await plannedRuns(app, deployment.id)).toHaveLength(3);
    await app.caller.deployments.schedules.update({ ...at, slug: null });
    expect(await list(app, deployment.id)).toMatchObject([{ slug: null }]);
  });

  test('leaves the runs of the others, and without a change its own', async () => {
    await using app = await testApp();
    const { deployment } = await state(app, {
      schedules: [
        { schedule: daily, slug: 'a' },
        { schedule: hourly, slug: 'b' },
      ],
    });
    const runs = await plannedRuns(app, deployment.id);
    const at = { deploymentId: deployment.id, scheduleId: scheduleOf(deployment, 'a').id };
    app.clock.advance(1000);
    await app.caller.deployments.schedules.update({ ...at, active: true });
    expect(await app.caller.deployments.read({ id: deployment.id })).toEqual(deployment);
    await app.caller.deployments.schedules.update({ ...at, active: false });
    expect(await plannedRuns(app, deployment.id)).toEqual(
      runs.filter(({ scheduleId }) => scheduleId !== at.scheduleId),
    );
  });

  test('on a paused deployment plans nothing', async () => {
    await using app = await testApp();
    const { deployment } = await state(app, { paused: true, schedules: [{ schedule: daily }] });
    const at = { deploymentId: deployment.id, scheduleId: scheduleOf(deployment, null).id };
    await app.caller.deployments.schedules.update({ ...at, schedule: hourly });
    expect(await plannedRuns(app, deployment.id)).toEqual([]);
    expect(await list(app, deployment.id)).toMatchObject([{ refillAt: null }]);
  });

  test('to a slug that is taken is refused', async () => {
    await using app = await testApp();
    const { deployment } = await state(app, {
      schedules: [
        { schedule: daily, slug: 'a' },
        { schedule: hourly, slug: 'b' },
      ],
    });
    const at = { deploymentId: deployment.id, scheduleId: scheduleOf(deployment, 'a').id };
    await expect(app.caller.deployments.schedules.update({ ...at, slug: 'b' })).rejects.toMatchObject(
      code('SLUG_TAKEN'),
    );
  });
});

test('a deleted schedule goes with its planned runs, and the others stay', async () => {
  await using app = await testApp();
  const { deployment } = await state(app, {
    schedules: [
      { schedule: daily, slug: 'a' },
      { schedule: hourly, slug: 'b' },
    ],
  });
  const at = { deploymentId: deployment.id, scheduleId: scheduleOf(deployment, 'a').id };
  await app.caller.deployments.schedules.delete(at);
  expect((await list(app, deployment.id)).map(({ slug }) => slug)).toEqual(['b']);
  const runs = await plannedRuns(app, deployment.id);
  expect(new Set(runs.map(({ scheduleId }) => scheduleId))).toEqual(
    new Set([scheduleOf(deployment, 'b').id]),
  );
  await expect(app.caller.deployments.schedules.delete(at)).rejects.toMatchObject(code('SCHEDULE_NOT_FOUND'));
});

test('an unknown deployment, and a schedule of another one, are not found', async () => {
  await using app = await testApp();
  const { schedules } = app.caller.deployments;
  const { deployment } = await state(app);
  const other = await state(app, { name: 'other', schedules: [{ schedule: daily }] });
  const foreign = scheduleOf(other.deployment, null).id;
  const unknown = code('DEPLOYMENT_NOT_FOUND');
  await expect(schedules.list({ deploymentId: nobody })).rejects.toMatchObject(unknown);
  await expect(schedules.create({ deploymentId: nobody, schedules: [] })).rejects.toMatchObject(unknown);
  await expect(schedules.update({ deploymentId: nobody, scheduleId: foreign })).rejects.toMatchObject(
    unknown,
  );
  await expect(schedules.delete({ deploymentId: nobody, scheduleId: foreign })).rejects.toMatchObject(
    unknown,
  );
  for (const call of [schedules.update, schedules.delete])
    await expect(call({ deploymentId: deployment.id, scheduleId: foreign })).rejects.toMatchObject(
      code('SCHEDULE_NOT_FOUND'),
    );
});
