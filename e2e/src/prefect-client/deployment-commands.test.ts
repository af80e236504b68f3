import { isCarillonError } from '@carillon/sdk';
import { expect } from 'vitest';
import { newDeployment } from '../../fixtures/prefect-client/deployment.ts';
import { describeStock, test } from '../../fixtures/prefect-client/test.ts';

const parameterSchema = {
  type: 'object',
  properties: { region: { type: 'string' }, copies: { type: 'integer' } },
  required: ['region'],
};

describeStock('prefect deployment', () => {
  test('ls and inspect show what Carillon has', async ({ stage: { client, prefect } }) => {
    const deployment = await newDeployment(client, { name: 'shown', tags: ['finance'] });
    const listed = await prefect('deployment', 'ls');
    expect(listed).toContain(`report/shown`);
    expect(listed).toContain(deployment.id);
    const inspected = JSON.parse(await prefect('deployment', 'inspect', 'report/shown', '--output', 'json'));
    expect(inspected).toMatchObject({ id: deployment.id, name: 'shown', tags: ['finance'], schedules: [] });
  });

  test('run makes a run with its parameters, and says which parameter is at fault', async ({
    stage: { client, prefect },
  }) => {
    const { id } = await newDeployment(client, { name: 'run', parameterOpenapiSchema: parameterSchema });
    const said = await prefect(
      'deployment',
      'run',
      'report/run',
      '--param',
      'region=eu',
      '--param',
      'copies=3',
    );
    const [, runId = ''] = said.match(/UUID: (\S+)/) ?? [];
    const run = await client.flowRuns.read({ id: runId });
    expect(run).toMatchObject({ deploymentId: id, stateName: 'Scheduled' });
    expect(run.parameters).toEqual({ region: 'eu', copies: 3 });

    await expect(prefect('deployment', 'run', 'report/run', '--param', 'region=[]')).rejects.toThrow(
      /region/,
    );
    expect(await client.flowRuns.count({ deployments: { id: { any: [id] } } })).toBe(1);
  });

  test('delete deletes it', async ({ stage: { client, prefect } }) => {
    const { id } = await newDeployment(client, { name: 'gone' });
    expect(await prefect('deployment', 'delete', 'report/gone')).toContain(
      "Deleted deployment 'report/gone'.",
    );
    await expect(client.deployments.read({ id })).rejects.toSatisfy(
      (error) => isCarillonError(error) && error.code === 'DEPLOYMENT_NOT_FOUND',
    );
  });
});
