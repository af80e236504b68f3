import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isAlive, until } from '@carillon/testing/until';
import { expect } from 'vitest';
import { untilState } from '../../../packages/runner/fixtures/runs.ts';
import {
  describeStock,
  patienceMs,
  test as staged,
  untilLogged,
} from '../../fixtures/prefect-client/test.ts';

const test = staged.extend('worker', { scope: 'file' }, async ({ stage }) => {
  await stage.prefect('work-pool', 'create', 'local', '--type', 'process');
  await stage.script('pooled.py');
  const worker = stage.start('worker', 'start', '--pool', 'local', '--name', 'one');
  await worker.said(/Worker 'one' started/, patienceMs);
  return worker;
});

describeStock('a process worker on a pool', () => {
  test('carries out a run that flow.deploy() put into the pool', async ({ stage, worker }) => {
    const { client, folder } = stage;
    expect((await client.deployments.readByName({ flowName: 'pooled', name: 'stock' })).workPoolName).toBe(
      'local',
    );
    const marker = path.join(folder, 'done');
    const run = await client.run('pooled/stock', { marker });
    await untilLogged(client, run, /^process \d+ hello$/);
    expect(await run.read()).toMatchObject({ workPoolName: 'local', workQueueName: 'default' });
    expect((await run.read()).labels).toMatchObject({ 'prefect.worker.name': 'one' });
    await writeFile(marker, '');
    await untilState(client, run, 'Completed', patienceMs);

    expect((await client.workPools.read({ name: 'local' })).status).toBe('READY');
    const { results } = await client.workPools.workers.list({ workPoolName: 'local' });
    expect(results).toMatchObject([{ name: 'one', status: 'ONLINE' }]);
    expect(worker.lines.join('\n')).toContain('Discovered type');
  });

  test('a cancellation by Carillon stops the process that it started', async ({
    stage: { client, folder },
    worker,
  }) => {
    const run = await client.run('pooled/stock', { marker: path.join(folder, 'never') });
    const [, pid] = await untilLogged(client, run, /^process (\d+) hello$/);
    await run.cancel();
    await untilState(client, run, 'Cancelled', patienceMs);
    await until('its process is gone', () => !isAlive(Number(pid)));
    expect(worker.pid).toSatisfy(isAlive);
  });
});
