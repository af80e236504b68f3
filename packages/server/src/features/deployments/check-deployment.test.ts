import { testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { pool, state } from '../../../fixtures/deployments.ts';

describe('a pool', () => {
  test('means its default queue, or the queue that is named, which is made there', async () => {
    await using app = await testApp();
    const { defaultQueueId } = await pool(app, 'p');
    const onPool = await state(app, { workPoolName: 'p' });
    expect(onPool.deployment).toMatchObject({
      workPoolName: 'p',
      workQueueName: 'default',
      workQueueId: defaultQueueId,
    });
    const onQueue = await state(app, { workPoolName: 'p', workQueueName: 'fast' });
    expect(onQueue.changes.fields).toEqual(['workQueueName']);
    expect(onQueue.deployment).toMatchObject({ workPoolName: 'p', workQueueName: 'fast' });
    expect(onQueue.deployment.workQueueId).not.toBe(defaultQueueId);
    const again = await state(app, { workPoolName: 'p', workQueueName: 'fast' });
    expect(again.changes.outcome).toBe('unchanged');
  });

  test('that is not there is refused', async () => {
    await using app = await testApp();
    await expect(state(app, { workPoolName: 'nowhere' })).rejects.toMatchObject({
      cause: { code: 'WORK_POOL_NOT_FOUND', data: { name: 'nowhere' } },
    });
    await expect(state(app, { workPoolName: 'nowhere', jobVariables: { a: 1 } })).rejects.toMatchObject({
      cause: { code: 'WORK_POOL_NOT_FOUND' },
    });
  });

  test('checks job variables, but not that they are whole', async () => {
    await using app = await testApp();
    await pool(app, 'p');
    await expect(state(app, { workPoolName: 'p', jobVariables: { command: 1 } })).rejects.toMatchObject({
      cause: { code: 'JOB_VARIABLES_INVALID', data: { name: 'report/daily' } },
    });
    const jobVariables = { other: 1 };
    expect((await state(app, { workPoolName: 'p', jobVariables })).deployment).toMatchObject({
      jobVariables,
    });
    expect((await state(app, { jobVariables: { command: 1 } })).changes.outcome).toBe('changed');
  });
});

describe('parameters', () => {
  const parameterOpenapiSchema = {
    type: 'object',
    properties: { name: { type: 'string' }, times: { type: 'integer' } },
    required: ['name', 'times'],
  };

  test('are checked where the request asks for it, and need not be whole', async () => {
    await using app = await testApp();
    const parameters = { times: 'many' };
    await expect(
      state(app, { enforceParameterSchema: true, parameterOpenapiSchema, parameters }),
    ).rejects.toThrow('report/daily refuses its parameters: times: expected integer, got string');
    expect(await app.caller.deployments.count({})).toBe(0);
    const partly = { enforceParameterSchema: true, parameterOpenapiSchema, parameters: { name: 'x' } };
    expect((await state(app, partly)).changes.outcome).toBe('created');
  });

  test('are not checked otherwise, and null is then no value for one that may be missing', async () => {
    await using app = await testApp();
    const parameters = { times: 'many' };
    const unsaid = await state(app, { parameterOpenapiSchema, parameters });
    expect(unsaid.deployment).toMatchObject({ parameters, enforceParameterSchema: true });
    await state(app, { enforceParameterSchema: false, parameterOpenapiSchema, parameters });
    await state(app, { enforceParameterSchema: true, parameterOpenapiSchema: null, parameters });
    await expect(
      state(app, {
        enforceParameterSchema: true,
        parameterOpenapiSchema: { type: 'object', properties: { a: { type: 'string' } } },
        parameters: { a: null },
      }),
    ).rejects.toMatchObject({ cause: { code: 'PARAMETERS_INVALID' } });
  });

  test('of a schema that is none, or that is circular, are refused with words', async () => {
    await using app = await testApp();
    for (const schema of [{ type: 'nonsense' }, { $ref: '#' }, { $ref: 'https://example.com/schema.json' }])
      await expect(
        state(app, { enforceParameterSchema: true, parameterOpenapiSchema: schema }),
      ).rejects.toMatchObject({ cause: { code: 'PARAMETER_SCHEMA_INVALID' } });
  });

  test('keep their templates as they are', async () => {
    await using app = await testApp();
    const parameters = { a: { __prefect_kind: 'json', value: '1' } };
    expect((await state(app, { parameters })).deployment.parameters).toEqual(parameters);
  });
});
