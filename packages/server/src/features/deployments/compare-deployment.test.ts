import { testApp } from '@carillon/testing';
import { expect, test } from 'vitest';
import { daily, hourly, nobody, plannedRuns, pool, state } from '../../../fixtures/deployments.ts';

const nothing = { added: [], changed: [], removed: [] };

test('a deployment or flow that is not there would be created, with these schedules', async () => {
  await using app = await testApp();
  const compare = () =>
    app.caller.deployments.compare({
      flowName: 'report',
      name: 'daily',
      schedules: [{ schedule: daily, slug: 'eu' }, { schedule: hourly }],
    });
  const created = {
    outcome: 'created',
    fields: [],
    schedules: { ...nothing, added: ['eu', 'cron 0 * * * *'] },
  };
  expect(await compare()).toEqual(created);
  expect(await app.caller.flows.count({})).toBe(0);
  await app.caller.flows.create({ name: 'report' });
  expect(await compare()).toEqual(created);
  expect(await app.caller.deployments.count({})).toBe(0);
});

test('a comparison says what stating it then says, and changes nothing', async () => {
  await using app = await testApp();
  await pool(app, 'p');
  const first = {
    workPoolName: 'p',
    concurrencyLimit: 1,
    labels: { team: 'x' },
    schedules: [
      { schedule: daily, slug: 'eu' },
      { schedule: hourly, slug: 'old' },
    ],
  };
  const { deployment } = await state(app, first);
  const runs = await plannedRuns(app, deployment.id);
  const second = {
    workPoolName: 'p',
    workQueueName: 'fast',
    concurrencyLimit: 2,
    tags: ['x'],
    schedules: [
      { schedule: { ...daily, cron: '0 8 * * *' }, slug: 'eu', active: false },
      { schedule: hourly, slug: 'us' },
    ],
  };
  const compare = (whole: typeof first | typeof second) =>
    app.caller.deployments.compare({ flowName: 'report', name: 'daily', ...whole });
  expect(await compare(first)).toEqual({ outcome: 'unchanged', fields: [], schedules: nothing });
  const changes = await compare(second);
  expect(changes).toEqual({
    outcome: 'changed',
    fields: ['workQueueName', 'tags', 'labels', 'concurrencyLimit'],
    schedules: {
      added: ['us'],
      changed: [{ schedule: 'eu', from: 'cron 0 9 * * *, active', to: '0 8 * * *, inactive' }],
      removed: ['old'],
    },
  });
  expect(await app.caller.deployments.read({ id: deployment.id })).toEqual(deployment);
  expect(await plannedRuns(app, deployment.id)).toEqual(runs);
  expect((await state(app, second)).changes).toEqual(changes);
  expect(await compare(second)).toMatchObject({ outcome: 'unchanged' });
});

test('a queue without a pool, and no pool any more, compare as they are stated', async () => {
  await using app = await testApp();
  const compare = (whole: object) =>
    app.caller.deployments.compare({ flowName: 'report', name: 'daily', ...whole });
  await state(app);
  const fields = ['workPoolName', 'workQueueName'];
  for (const workQueueName of ['fast', 'default']) {
    expect(await compare({ workQueueName })).toMatchObject({ outcome: 'changed' });
    await state(app, { workQueueName });
    expect(await compare({ workQueueName })).toMatchObject({ outcome: 'unchanged' });
  }
  expect(await compare({})).toMatchObject({ outcome: 'changed', fields });
});

test('a comparison refuses what would be refused', async () => {
  await using app = await testApp();
  const compare = (whole: object) =>
    app.caller.deployments.compare({ flowName: 'report', name: 'daily', ...whole });
  await expect(compare({ workPoolName: 'nowhere' })).rejects.toThrow('There is no work pool "nowhere"');
  await expect(compare({ globalConcurrencyLimitId: nobody })).rejects.toThrow(
    'There is no concurrency limit',
  );
  await expect(
    compare({
      enforceParameterSchema: true,
      parameterOpenapiSchema: { type: 'object', properties: { a: { type: 'string' } } },
      parameters: { a: 1 },
    }),
  ).rejects.toThrow('report/daily refuses its parameters: a: expected string, got number');
  const twice = [daily, hourly].map((schedule) => ({ schedule, slug: 'x' }));
  await expect(compare({ schedules: twice })).rejects.toThrow('"x" is used twice');
});
