import { testApp } from '@carillon/testing';
import { expect, test } from 'vitest';
import { daily, nobody, plannedRuns, state } from '../../../fixtures/deployments.ts';
import { appRouter } from '../../router.ts';
import { refillDue } from '../scheduling/refill-due.ts';

const hour = 3_600_000;

test('a pause is kept with its time and reason, and a second one says nothing new', async () => {
  await using app = await testApp();
  const { deployment } = await state(app, { schedules: [{ schedule: daily }] });
  const { id } = deployment;
  const at = app.clock.now();
  const by = { id: null, type: 'CLIENT', displayValue: 'ops' };
  await appRouter
    .createCaller({ services: app.services, actor: by })
    .deployments.pause({ id, reason: 'disk is full' });
  app.clock.advance(hour);
  await app.caller.deployments.pause({ id, reason: 'still' });
  const paused = await app.caller.deployments.read({ id });
  expect(paused).toMatchObject({
    paused: true,
    pause: { at, by, reason: 'disk is full' },
    updated: at,
    updatedBy: by,
  });
  expect(paused.schedules.map(({ active, refillAt }) => ({ active, refillAt }))).toEqual([
    { active: true, refillAt: null },
  ]);
});

test('a second pause removes what was made since', async () => {
  await using app = await testApp();
  const { deployment } = await state(app, { schedules: [{ schedule: daily }] });
  const { id } = deployment;
  await app.caller.deployments.pause({ id });
  await app.caller.deployments.schedule({ id });
  expect(await plannedRuns(app, id)).toHaveLength(3);
  await app.caller.deployments.pause({ id });
  expect(await plannedRuns(app, id)).toEqual([]);
});

test('nothing is planned while it lasts, and its end plans from that moment on', async () => {
  await using app = await testApp();
  const { deployment } = await state(app, {
    schedules: [{ schedule: daily }, { schedule: daily, slug: 'off', active: false }],
  });
  const { id } = deployment;
  await app.caller.deployments.pause({ id });
  app.clock.advance(50 * hour);
  expect(await refillDue(app.services)).toMatchObject({ schedules: 0 });
  expect(await plannedRuns(app, id)).toEqual([]);
  await app.caller.deployments.resume({ id });
  expect((await plannedRuns(app, id)).map(({ start }) => start)).toEqual([
    '2026-01-07T09:00:00.000Z',
    '2026-01-08T09:00:00.000Z',
    '2026-01-09T09:00:00.000Z',
  ]);
  const resumed = await app.caller.deployments.read({ id });
  expect(resumed).toMatchObject({ paused: false, pause: null });
  expect(resumed.schedules.map(({ slug, active, missed }) => ({ slug, active, missed }))).toEqual([
    { slug: 'off', active: false, missed: null },
    { slug: null, active: true, missed: null },
  ]);
  const runs = await plannedRuns(app, id);
  app.clock.advance(1000);
  await app.caller.deployments.resume({ id });
  expect(await plannedRuns(app, id)).toEqual(runs);
  expect(await app.caller.deployments.read({ id })).toEqual(resumed);
});

test('an unknown deployment is neither paused, resumed, nor deleted', async () => {
  await using app = await testApp();
  const { pause, resume, delete: remove } = app.caller.deployments;
  for (const call of [pause, resume, remove])
    await expect(call({ id: nobody })).rejects.toMatchObject({ cause: { code: 'DEPLOYMENT_NOT_FOUND' } });
});

test('a deployment that is deleted is gone with its schedules, and a second time not found', async () => {
  await using app = await testApp();
  const { deployment } = await state(app, { schedules: [{ schedule: daily }] });
  const { id } = deployment;
  await app.caller.deployments.delete({ id });
  await expect(app.caller.deployments.read({ id })).rejects.toThrow(`There is no deployment ${id}`);
  await expect(app.caller.deployments.delete({ id })).rejects.toThrow(`There is no deployment ${id}`);
  const schedules = await app.read(({ db }) => db.selectFrom('deployment_schedule').select('id').execute());
  expect(schedules).toEqual([]);
});
