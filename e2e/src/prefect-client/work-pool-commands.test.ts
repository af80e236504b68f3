import { expect } from 'vitest';
import { newDeployment } from '../../fixtures/prefect-client/deployment.ts';
import { describeStock, test } from '../../fixtures/prefect-client/test.ts';

describeStock('prefect work-pool', () => {
  test('create takes the template of its type; ls, inspect, pause, resume, preview and delete see it', async ({
    stage: { client, prefect },
  }) => {
    await prefect('work-pool', 'create', 'crew', '--type', 'process');
    const pool = await client.workPools.read({ name: 'crew' });
    expect(pool).toMatchObject({ type: 'process', isPaused: false, status: 'NOT_READY' });
    expect(pool.baseJobTemplate).toHaveProperty('variables.properties.working_dir');
    const listed = await prefect('work-pool', 'ls');
    expect(listed).toContain('crew');
    expect(listed).toContain(pool.id);
    const inspected = JSON.parse(await prefect('work-pool', 'inspect', 'crew', '--output', 'json'));
    expect(inspected).toMatchObject({ id: pool.id, name: 'crew', type: 'process', is_paused: false });

    await prefect('work-pool', 'pause', 'crew');
    expect(await client.workPools.read({ name: 'crew' })).toMatchObject({ isPaused: true, status: 'PAUSED' });
    await prefect('work-pool', 'resume', 'crew');
    expect((await client.workPools.read({ name: 'crew' })).isPaused).toBe(false);

    const { id } = await newDeployment(client, { name: 'pooled', workPoolName: 'crew' });
    const { run } = await client.deployments.createRun({ id, name: 'early-wren' });
    const preview = await prefect('work-pool', 'preview', 'crew');
    expect(preview).toContain('early-wren');
    expect(preview).toContain(run.id);

    await prefect('work-pool', 'delete', 'crew');
    expect(await client.workPools.count({})).toBe(0);
  });
});
