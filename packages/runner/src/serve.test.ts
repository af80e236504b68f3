import { fileURLToPath } from 'node:url';
import { createLogger } from '@carillon/process';
import { until } from '@carillon/testing/until';
import { expect, it } from 'vitest';
import { startProgram } from '../fixtures/program-process.ts';
import { gated } from '../fixtures/served-flows.ts';
import { openStage } from '../fixtures/stage.ts';
import { serve } from './serve.ts';

it('a program that serves deploys first, executes its runs, and goes on when SIGTERM has drained it', async () => {
  await using stage = await openStage({ stream: true });
  const program = startProgram('program', [], { CARILLON_URL: stage.url, CARILLON_LOG_LEVEL: 'silent' });
  const { id } = await until('it is deployed', () =>
    stage.client.deployments.readByName({ flowName: 'hello', name: 'there' }).catch(() => undefined),
  );
  const { run } = await stage.client.deployments.createRun({ id });
  const completed = await stage.untilState(run, 'Completed');
  expect(completed.data).toBe('hello');
  program.kill('SIGTERM');
  await program.said(/^drained$/);
  expect(await program.exitCode).toBe(0);
});

it('serve() with a pool puts its deployments into it, and takes the runs of the pool as one of its workers', async () => {
  await using stage = await openStage({ stream: true });
  await stage.client.workPools.create({ name: 'local', type: 'process' });
  const ending = new AbortController();
  const serving = serve([gated], {
    url: stage.url,
    pool: 'local',
    file: fileURLToPath(new URL('../fixtures/served-flows.ts', import.meta.url)),
    signal: ending.signal,
    log: createLogger({ level: 'silent' }),
  });
  const deployment = await until('it is in the pool', async () => {
    const read = await stage.client.deployments.readByName({ flowName: 'gated', name: 'it' });
    return read.workPoolName === 'local' && read;
  });
  const gate = fileURLToPath(import.meta.url);
  const { run } = await stage.client.deployments.createRun({ id: deployment.id, parameters: { gate } });
  await stage.untilState(run, 'Completed');
  const { results } = await stage.client.workPools.workers.list({ workPoolName: 'local' });
  expect(results).toHaveLength(1);
  ending.abort();
  await serving;
});
