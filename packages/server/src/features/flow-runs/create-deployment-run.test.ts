import { type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { nobody, pool, state } from '../../../fixtures/deployments.ts';

type Input = Omit<Parameters<TestApp['caller']['deployments']['createRun']>[0], 'id'>;

const createRun = (app: TestApp, id: string, input: Input = {}) =>
  app.caller.deployments.createRun({ id, ...input });

const code = (name: string) => ({ cause: { code: name } });

describe('a run of a deployment', () => {
  test('takes what the deployment has, and starts now', async () => {
    await using app = await testApp();
    await pool(app, 'p');
    const { deployment } = await state(app, {
      version: 'v1',
      tags: ['b', 'a'],
      labels: { team: 'data' },
      parameters: { a: 1, b: { c: 2 } },
      jobVariables: { command: 'x' },
      runPolicy: { retries: 3, retryDelay: 5 },
      workPoolName: 'p',
      workQueueName: 'fast',
    });
    const { run, created } = await createRun(app, deployment.id);
    expect(created).toBe(true);
    expect(run).toMatchObject({
      flowId: deployment.flowId,
      deploymentId: deployment.id,
      deploymentVersion: 'v1',
      parameters: { a: 1, b: { c: 2 } },
      tags: ['a', 'b'],
      labels: {
        team: 'data',
        'prefect.flow.id': deployment.flowId,
        'prefect.deployment.id': deployment.id,
      },
      empiricalPolicy: { retries: 3, retryDelay: 5 },
      workPoolName: 'p',
      workQueueName: 'fast',
      workQueueId: deployment.workQueueId,
      jobVariables: {},
      autoScheduled: false,
      stateType: 'SCHEDULED',
      stateName: 'Scheduled',
      nextScheduledStartTime: app.clock.now(),
      state: { message: null },
    });
    expect(run.name).toMatch(/^[a-z]+-[a-z]+$/);
  });

  test('has its own over that: parameters one by one, tags besides', async () => {
    await using app = await testApp();
    const { deployment } = await state(app, {
      tags: ['a'],
      parameters: { a: 1, b: { c: 2 } },
      runPolicy: { retries: 3, retryDelay: 5 },
    });
    const { run } = await createRun(app, deployment.id, {
      name: 'mine',
      tags: ['z', 'a'],
      labels: { own: true },
      parameters: { b: { d: 3 } },
      empiricalPolicy: { retries: 0 },
      jobVariables: { x: 1 },
      context: { c: 1 },
    });
    expect(run).toMatchObject({
      name: 'mine',
      tags: ['a', 'z'],
      labels: { own: true },
      parameters: { a: 1, b: { d: 3 } },
      empiricalPolicy: { retries: 0, retryDelay: 5 },
      jobVariables: { x: 1 },
      context: { c: 1 },
    });
  });

  test('is made of a paused deployment too', async () => {
    await using app = await testApp();
    const { deployment } = await state(app, { paused: true });
    expect((await createRun(app, deployment.id)).created).toBe(true);
  });

  test('is one for one idempotency key of its flow, whatever the deployment; the empty key is a key', async () => {
    await using app = await testApp();
    const first = await state(app);
    const second = await state(app, { name: 'other' });
    for (const idempotencyKey of ['key', '']) {
      const { run } = await createRun(app, first.deployment.id, { idempotencyKey });
      const again = await createRun(app, second.deployment.id, { idempotencyKey, tags: ['new'] });
      expect(again).toEqual({ run, created: false });
    }
  });

  test('of an unknown deployment is refused', async () => {
    await using app = await testApp();
    await expect(createRun(app, nobody)).rejects.toMatchObject(code('DEPLOYMENT_NOT_FOUND'));
  });
});

describe('the queue of a run', () => {
  test("can be another one of the deployment's pool, made there, and the deployment keeps its own", async () => {
    await using app = await testApp();
    await pool(app, 'p');
    await pool(app, 'q');
    await state(app, { name: 'elsewhere', workPoolName: 'q', workQueueName: 'slow' });
    const jobVariables = { command: 'x' };
    const { deployment } = await state(app, { workPoolName: 'p', workQueueName: 'fast', jobVariables });
    const { run } = await createRun(app, deployment.id, { workQueueName: 'slow' });
    expect(run).toMatchObject({ workPoolName: 'p', workQueueName: 'slow' });
    const after = await app.caller.deployments.read({ id: deployment.id });
    expect(after.workQueueId).toBe(deployment.workQueueId);
  });

  test('cannot be named where the deployment has no pool', async () => {
    await using app = await testApp();
    const { deployment } = await state(app);
    await expect(createRun(app, deployment.id, { workQueueName: 'slow' })).rejects.toMatchObject(
      code('WORK_POOL_MISSING'),
    );
  });
});

describe('what a run is given', () => {
  const parameterOpenapiSchema = {
    type: 'object',
    properties: { name: { type: 'string' }, times: { type: 'integer' } },
    required: ['name'],
  };

  test('is checked whole, unless the deployment or the run says not', async () => {
    await using app = await testApp();
    const { deployment } = await state(app, { parameterOpenapiSchema });
    const { id } = deployment;
    await expect(createRun(app, id)).rejects.toThrow(
      'report/daily refuses its parameters: name: is required',
    );
    await expect(createRun(app, id, { parameters: { name: 1 } })).rejects.toMatchObject(
      code('PARAMETERS_INVALID'),
    );
    await createRun(app, id, { parameters: { name: 'x', times: null } });
    await createRun(app, id, { parameters: { name: 1 }, enforceParameterSchema: false });
    await app.caller.deployments.update({ id, enforceParameterSchema: false });
    await createRun(app, id, { parameters: { name: 1 } });
    await expect(
      createRun(app, id, { parameters: { name: 1 }, enforceParameterSchema: true }),
    ).rejects.toMatchObject(code('PARAMETERS_INVALID'));
  });

  test('has its templates filled in, those of the deployment too', async () => {
    await using app = await testApp();
    const { deployment } = await state(app, {
      parameters: { a: { __prefect_kind: 'json', value: '[1]' } },
    });
    const { run } = await createRun(app, deployment.id, {
      parameters: { b: { __prefect_kind: 'none', value: { c: 2 } } },
    });
    expect(run.parameters).toEqual({ a: [1], b: { c: 2 } });
    const broken = { b: { __prefect_kind: 'json', value: '{' } };
    await expect(createRun(app, deployment.id, { parameters: broken })).rejects.toMatchObject(
      code('PARAMETERS_NOT_HYDRATED'),
    );
  });

  test('has job variables checked whole by its pool, the deployment’s among them', async () => {
    await using app = await testApp();
    await pool(app, 'p');
    const { deployment } = await state(app, { workPoolName: 'p' });
    await expect(createRun(app, deployment.id)).rejects.toMatchObject({
      cause: { code: 'JOB_VARIABLES_INVALID', data: { name: 'report/daily' } },
    });
    const { run } = await createRun(app, deployment.id, { jobVariables: { command: 'x' } });
    expect(run.jobVariables).toEqual({ command: 'x' });
    await state(app, { workPoolName: 'p', jobVariables: { command: 'y' } });
    expect((await createRun(app, deployment.id)).run.jobVariables).toEqual({});
  });
});
