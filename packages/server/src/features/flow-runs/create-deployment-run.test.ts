import { type TestApp, testApp } from '@carillon/testing';
import { expect, test } from 'vitest';
import { pool, state } from '../../../fixtures/deployments.ts';

type Input = Omit<Parameters<TestApp['caller']['deployments']['createRun']>[0], 'id'>;

const createRun = (app: TestApp, id: string, input: Input = {}) =>
  app.caller.deployments.createRun({ id, ...input });

const code = (name: string) => ({ cause: { code: name } });

test('a run is one for one idempotency key of its flow, whatever the deployment; the empty key is a key', async () => {
  await using app = await testApp();
  const first = await state(app);
  const second = await state(app, { name: 'other' });
  for (const idempotencyKey of ['key', '']) {
    const { run } = await createRun(app, first.deployment.id, { idempotencyKey });
    const again = await createRun(app, second.deployment.id, { idempotencyKey, tags: ['new'] });
    expect(again).toEqual({ run, created: false });
  }
});

test("the queue of a run can be another one of the deployment's pool, made there, and the deployment keeps its own", async () => {
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

const parameterOpenapiSchema = {
  type: 'object',
  properties: { name: { type: 'string' }, times: { type: 'integer' } },
  required: ['name'],
};

test('the parameters of a run are checked whole, unless the deployment or the run says not', async () => {
  await using app = await testApp();
  const { deployment } = await state(app, { parameterOpenapiSchema });
  const { id } = deployment;
  await expect(createRun(app, id)).rejects.toThrow('report/daily refuses its parameters: name: is required');
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

test('its job variables are checked whole by its pool, with those of the deployment, which stay there', async () => {
  await using app = await testApp();
  await pool(app, 'p');
  const { deployment } = await state(app, { workPoolName: 'p' });
  await expect(createRun(app, deployment.id)).rejects.toMatchObject({
    cause: { code: 'JOB_VARIABLES_INVALID', data: { name: 'report/daily' } },
  });
  const { run } = await createRun(app, deployment.id, { jobVariables: { command: 'x' } });
  expect(run.jobVariables).toEqual({ command: 'x' });
  await state(app, { workPoolName: 'p', jobVariables: { command: 'y' } });
  expect((await createRun(app, deployment.id)).run.jobVariables).toBeNull();
});
