import { testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { daily, nobody, pool, state, update } from '../../../fixtures/deployments.ts';

describe('an update', () => {
  test('changes what it names, and nothing else', async () => {
    await using app = await testApp();
    const { deployment: before } = await state(app, {
      version: '1',
      tags: ['one'],
      parameters: { a: 1, b: 2 },
      description: 'first',
      labels: { team: 'x' },
      schedules: [{ schedule: daily }],
    });
    app.clock.advance(60_000);
    const change = { tags: ['two', 'three'], version: '2', parameters: { c: 3 } };
    expect(await update(app, before.id, change)).toEqual({ ...before, ...change, updated: app.clock.now() });
  });

  test('that changes nothing leaves even the time of the last change', async () => {
    await using app = await testApp();
    const { deployment: before } = await state(app, { tags: ['one'], concurrencyLimit: 1 });
    app.clock.advance(60_000);
    for (const change of [{}, { tags: ['one'], concurrencyLimit: 1, paused: false }])
      expect(await update(app, before.id, change)).toEqual(before);
  });

  test('clears by null where null is allowed', async () => {
    await using app = await testApp();
    const { deployment } = await state(app, {
      version: '1',
      description: 'x',
      path: '/',
      entrypoint: 'a',
      pullSteps: [{}],
      jobVariables: { a: 1 },
      concurrencyOptions: { collisionStrategy: 'ENQUEUE' },
    });
    const cleared = {
      version: null,
      description: null,
      path: null,
      entrypoint: null,
      pullSteps: null,
      parameterOpenapiSchema: null,
      jobVariables: {},
      concurrencyOptions: null,
    };
    await app.caller.deployments.update({ id: deployment.id, enforceParameterSchema: false });
    expect(await update(app, deployment.id, cleared)).toMatchObject(cleared);
  });

  test.each([
    ['an unknown deployment', { id: nobody, description: 'x' }, 'DEPLOYMENT_NOT_FOUND'],
    ['an unknown pool', { workPoolName: 'nowhere' }, 'WORK_POOL_NOT_FOUND'],
    ['an unknown limit', { globalConcurrencyLimitId: nobody }, 'CONCURRENCY_LIMIT_NOT_FOUND'],
    ['an unknown block', { infrastructureDocumentId: nobody }, 'BLOCK_DOCUMENT_NOT_FOUND'],
    [
      'a template that cannot be filled in',
      { parameters: { a: { __prefect_kind: 'json', value: '{' } } },
      'PARAMETERS_NOT_HYDRATED',
    ],
    ['its name', { name: 'other' }, 'INPUT_INVALID'],
    ['its labels', { labels: {} }, 'INPUT_INVALID'],
    ['two limits', { concurrencyLimit: 1, globalConcurrencyLimitId: nobody }, 'INPUT_INVALID'],
  ] as const)('of %s is refused, and changes nothing', async (_, change, code) => {
    await using app = await testApp();
    const { deployment } = await state(app);
    const input = { id: deployment.id, tags: ['changed'], ...change };
    await expect(app.caller.deployments.update(input as never)).rejects.toMatchObject({ cause: { code } });
    expect(await app.caller.deployments.read({ id: deployment.id })).toEqual(deployment);
  });
});

describe('an update of parameters', () => {
  const parameterOpenapiSchema = {
    type: 'object',
    properties: { name: { type: 'string' }, times: { type: 'integer' } },
    required: ['name'],
  };

  test('is checked by the schema that then holds; what is missing comes with each run', async () => {
    await using app = await testApp();
    const { deployment } = await state(app, { parameterOpenapiSchema });
    const { id } = deployment;
    await expect(update(app, id, { parameters: { times: 'many' } })).rejects.toThrow(
      'report/daily refuses its parameters: times: expected integer or null, got string',
    );
    expect(await update(app, id, { parameters: { times: null } })).toMatchObject({
      parameters: { times: null },
    });
    const other = { type: 'object', properties: { times: { type: 'string' } } };
    await expect(
      update(app, id, { parameterOpenapiSchema: other, parameters: { times: 1 } }),
    ).rejects.toMatchObject({ cause: { code: 'PARAMETERS_INVALID' } });
    expect(await update(app, id, { parameters: {} })).toMatchObject({ parameters: {} });
  });

  test('is not checked where the flag is off; turning it on checks what is stored', async () => {
    await using app = await testApp();
    const { deployment } = await state(app, { parameterOpenapiSchema });
    const { id } = deployment;
    await update(app, id, { parameters: { times: 'many' }, enforceParameterSchema: false });
    await expect(update(app, id, { enforceParameterSchema: true })).rejects.toMatchObject({
      cause: { code: 'PARAMETERS_INVALID' },
    });
    await update(app, id, { parameters: { times: 1 }, enforceParameterSchema: true });
  });

  test('leaves other updates alone, though what is stored would be refused', async () => {
    await using app = await testApp();
    const { deployment } = await state(app, { parameterOpenapiSchema, parameters: { times: 'many' } });
    expect(await update(app, deployment.id, { description: 'harmless' })).toMatchObject({
      description: 'harmless',
    });
  });

  test('fills its templates in', async () => {
    await using app = await testApp();
    await app.run(({ db, now }) =>
      db
        .insertInto('variable')
        .values({
          id: '0195f2a0-0000-7000-8000-00000000000a',
          created: now,
          updated: now,
          name: 'v',
          value: { deep: true },
          tags: [],
        })
        .execute(),
    );
    const { deployment } = await state(app);
    const parameters = {
      a: { __prefect_kind: 'json', value: '"x"' },
      b: [{ __prefect_kind: 'workspace_variable', variable_name: 'v' }],
    };
    expect(await update(app, deployment.id, { parameters })).toMatchObject({
      parameters: { a: 'x', b: [{ deep: true }] },
    });
  });

  test('without a schema to check it is refused', async () => {
    await using app = await testApp();
    const { deployment } = await state(app, { parameterOpenapiSchema: null });
    await expect(update(app, deployment.id, { parameters: { a: 1 } })).rejects.toMatchObject({
      cause: { code: 'PARAMETER_SCHEMA_INVALID' },
    });
  });
});

describe('an update of where runs go', () => {
  test('puts the deployment and its planned runs there', async () => {
    await using app = await testApp();
    await pool(app, 'p');
    const { deployment } = await state(app, { schedules: [{ schedule: daily }] });
    const { id } = deployment;
    expect(await update(app, id, { workPoolName: 'p' })).toMatchObject({
      workPoolName: 'p',
      workQueueName: 'default',
    });
    const onQueue = await update(app, id, { workPoolName: 'p', workQueueName: 'fast' });
    expect(onQueue).toMatchObject({ workPoolName: 'p', workQueueName: 'fast' });
    const { results } = await app.caller.flowRuns.list({});
    expect(results.map(({ workQueueId }) => workQueueId)).toEqual(
      Array.from({ length: 3 }, () => onQueue.workQueueId),
    );
    expect(await update(app, id, { description: 'x' })).toMatchObject({ workQueueName: 'fast' });
    expect(await update(app, id, { workQueueName: 'slow' })).toMatchObject({
      workPoolName: 'default-agent-pool',
      workQueueName: 'slow',
    });
    expect(await update(app, id, { workPoolName: null })).toMatchObject({
      workPoolName: null,
      workQueueId: null,
    });
    expect(await update(app, id, { workPoolName: null, workQueueName: 'text' })).toMatchObject({
      workPoolName: null,
      workQueueId: null,
      workQueueName: 'text',
    });
  });

  test('checks the job variables that come with a pool, and those alone', async () => {
    await using app = await testApp();
    await pool(app, 'p');
    const { deployment } = await state(app);
    const { id } = deployment;
    await expect(update(app, id, { workPoolName: 'p', jobVariables: { command: 1 } })).rejects.toMatchObject({
      cause: { code: 'JOB_VARIABLES_INVALID' },
    });
    expect(await update(app, id, { jobVariables: { command: 1 } })).toMatchObject({
      jobVariables: { command: 1 },
    });
  });
});
