import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { template } from '../../../fixtures/job-template.ts';

describe('a base job template', () => {
  const refused = async (
    baseJobTemplate: Parameters<TestApp['caller']['workPools']['create']>[0]['baseJobTemplate'],
  ) => {
    await using app = await testApp();
    return await app.caller.workPools.create({ name: 'docker', baseJobTemplate }).then(
      () => null,
      (error) => error.cause.data.issues,
    );
  };

  test('needs both of its parts, unless it has nothing at all', async () => {
    const message = 'must have both `job_configuration` and `variables`, and neither may be empty';
    const both = [{ path: ['baseJobTemplate'], message }];
    expect(await refused({})).toBeNull();
    expect(await refused({ job_configuration: { a: 1 } })).toEqual(both);
    expect(await refused({ variables: template.variables })).toEqual(both);
    expect(await refused({ job_configuration: {}, variables: template.variables })).toEqual(both);
    expect(await refused({ job_configuration: { a: 1 }, variables: {} })).toEqual(both);
    expect(await refused({ job_configuration: [1], variables: 'x' })).toEqual(both);
  });

  test('uses only variables that it names, however deep', async () => {
    const configuration = { a: ['{{ command }}', { b: '{{ missing }} {{ missing }} {{other}}' }] };
    const unknown = (name: string) => ({
      path: ['baseJobTemplate', 'job_configuration'],
      message: `uses {{ ${name} }}, which is not among the properties of \`variables\``,
    });
    expect(await refused({ ...template, job_configuration: configuration })).toEqual([
      unknown('missing'),
      unknown('other'),
    ]);
  });

  test('is refused when its variables are no schema, or refuse their own defaults', async () => {
    const variables = (properties: object) => ({
      job_configuration: { a: 1 },
      variables: { type: 'object', properties: JSON.parse(JSON.stringify(properties)) },
    });
    expect(await refused(variables({ a: { type: 'nonsense' } }))).toEqual([
      { path: ['baseJobTemplate', 'variables'], message: expect.stringMatching(/^is not a JSON Schema: /) },
    ]);
    expect(
      await refused(variables({ a: { type: 'array', items: { type: 'integer' }, default: [1, 'x'] } })),
    ).toEqual([
      {
        path: ['baseJobTemplate', 'variables', 'properties', 'a', 'default', 1],
        message: 'expected integer, got string',
      },
    ]);
    expect(
      await refused(variables({ a: { type: 'string', default: null }, b: { type: 'string' } })),
    ).toBeNull();
  });

  test('has no block documents for defaults', async () => {
    await using app = await testApp();
    const id = '00000000-0000-4000-8000-000000000001';
    const variables = { properties: { a: { type: 'object', default: { $ref: { block_document_id: id } } } } };
    await expect(
      app.caller.workPools.create({
        name: 'docker',
        baseJobTemplate: { job_configuration: { a: 1 }, variables },
      }),
    ).rejects.toMatchObject({ cause: { code: 'BLOCK_DOCUMENT_NOT_FOUND', data: { id } } });
  });
});

describe('job variables of a run', () => {
  const start = async (app: TestApp, jobVariables?: Record<string, string | number | null>) => {
    const { results } = await app.caller.deployments.list({ limit: 1 });
    return app.caller.deployments.createRun({
      id: results[0]?.id ?? '',
      ...(jobVariables && { jobVariables }),
    });
  };
  const strict = {
    ...template,
    variables: { ...template.variables, required: ['command', 'home'] },
  };

  test('lie over those of the deployment and the defaults of the template, and must then be whole', async () => {
    await using app = await testApp();
    await app.caller.workPools.create({ name: 'docker', type: 'docker', baseJobTemplate: strict });
    await deploy(app, { workPoolName: 'docker', jobVariables: { retries: 1 } });
    await expect(start(app)).rejects.toMatchObject({
      cause: {
        code: 'JOB_VARIABLES_INVALID',
        data: { name: 'report/daily', issues: [{ path: ['home'], message: 'is required' }] },
      },
    });
    const { run } = await start(app, { home: '/tmp', extra: 1 });
    expect(run.jobVariables).toEqual({ home: '/tmp', extra: 1 });
    await expect(start(app, { home: '/tmp', retries: 'many' })).rejects.toMatchObject({
      cause: { data: { issues: [{ path: ['retries'], message: 'expected integer or null, got string' }] } },
    });
    await expect(start(app, { home: '/tmp', command: null })).rejects.toMatchObject({
      cause: { code: 'JOB_VARIABLES_INVALID' },
    });
    expect((await start(app, { home: '/tmp', retries: null })).created).toBe(true);
  });

  test('are not looked at without a pool, or where the template says nothing of them', async () => {
    await using app = await testApp();
    await deploy(app);
    expect((await start(app, { home: 1 })).created).toBe(true);
    await app.caller.workPools.create({ name: 'bare' });
    await deploy(app, { workPoolName: 'bare' });
    expect((await start(app, { home: 1 })).created).toBe(true);
  });
});
