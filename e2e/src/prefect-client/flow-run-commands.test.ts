import { expect } from 'vitest';
import { newDeployment } from '../../fixtures/prefect-client/deployment.ts';
import { describeStock, test } from '../../fixtures/prefect-client/test.ts';

describeStock('prefect flow-run', () => {
  test('ls, inspect and logs show a run; cancel ends one that has not begun; delete removes it', async ({
    stage: { client, prefect },
  }) => {
    const { id } = await newDeployment(client, { name: 'commands' });
    const { run } = await client.deployments.createRun({
      id,
      name: 'quiet-heron',
      parameters: { region: 'eu' },
    });
    const line = { level: 30, name: 'report', timestamp: new Date(), flowRunId: run.id, taskRunId: null };
    await client.logs.create({ logs: [{ ...line, message: 'reading the ledger' }] });

    const listed = await prefect('flow-run', 'ls', '--state-type', 'SCHEDULED');
    expect(listed).toContain(run.id);
    expect(listed).toContain('quiet-heron');
    const inspected = JSON.parse(await prefect('flow-run', 'inspect', run.id, '--output', 'json'));
    expect(inspected).toMatchObject({ id: run.id, parameters: { region: 'eu' }, deployment_id: id });
    expect(await prefect('flow-run', 'logs', run.id)).toContain('reading the ledger');

    await prefect('flow-run', 'cancel', run.id);
    expect((await client.flowRuns.read({ id: run.id })).stateName).toBe('Cancelled');
    await expect(prefect('flow-run', 'cancel', run.id)).rejects.toThrow(/unable to be cancelled/);
    await prefect('flow-run', 'delete', run.id);
    expect(await client.flowRuns.count({ flowRuns: { id: { any: [run.id] } } })).toBe(0);
  });
});
