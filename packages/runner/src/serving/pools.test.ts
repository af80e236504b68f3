import { until } from '@carillon/testing/until';
import { describe, expect, it } from 'vitest';
import { openStage, type Stage } from '../../fixtures/stage.ts';

const pool = 'local';

/** Puts the deployments of these flows into queues of a pool. */
const intoPool = async ({ client }: Stage, queues: Readonly<Record<string, string>>): Promise<void> => {
  await client.workPools.create({ name: pool, type: 'process' });
  for (const [flowName, workQueueName] of Object.entries(queues)) {
    const { id } = await client.deployments.readByName({ flowName, name: 'it' });
    await client.deployments.update({ id, workPoolName: pool, workQueueName });
  }
};

describe.each([
  ['with the stream', true],
  ['with polling alone', false],
])('a runner of a pool, %s', (_, stream) => {
  it('is one of its workers, and takes what waits in it', async () => {
    await using stage = await openStage({ stream });
    await intoPool(stage, { brief: 'default' });
    await stage.runner({ pool: { name: pool } });
    const run = await stage.makeRun('brief');
    await stage.untilState(run, 'Completed');
    const { results } = await stage.client.workPools.workers.list({ workPoolName: pool });
    expect(results).toMatchObject([{ status: 'ONLINE' }]);
    expect((await stage.client.workPools.read({ name: pool })).status).toBe('READY');
  });

  it('takes only what is in its queues, and nothing of what is in no pool', async () => {
    await using stage = await openStage({ stream });
    await intoPool(stage, { brief: 'fast', retried: 'slow' });
    await stage.runner({ pool: { name: pool, queues: ['fast'] } });
    const [slow, outside] = [await stage.makeRun('retried'), await stage.makeRun('stepped')];
    await stage.untilState(await stage.makeRun('brief'), 'Completed');
    for (const run of [slow, outside]) expect(await stage.stateNames(run)).toEqual(['Scheduled']);
  });

  it('gives back what none of its files has, with words, for others to take', async () => {
    await using stage = await openStage({ stream });
    await intoPool(stage, { brief: 'default' });
    const { flow } = await stage.client.flows.create({ name: 'elsewhere' });
    const { deployment } = await stage.client.deployments.create({
      flowId: flow.id,
      name: 'it',
      workPoolName: pool,
    });
    await stage.runner({ pool: { name: pool } });
    const { run } = await stage.client.deployments.createRun({ id: deployment.id });
    const state = await until('it is given back', async () => {
      const read = await stage.client.flowRuns.read({ id: run.id });
      return read.stateType === 'SCHEDULED' && read.state?.message ? read.state : false;
    });
    expect(state.message).toMatch(/^runner .* has no file with elsewhere\/it$/);
    await stage.untilState(await stage.makeRun('brief'), 'Completed');
  });

  it('takes nothing while the pool is paused', async () => {
    await using stage = await openStage({ stream });
    await intoPool(stage, { brief: 'default' });
    await stage.client.workPools.update({ name: pool, isPaused: true });
    await stage.runner({ pool: { name: pool } });
    const run = await stage.makeRun('brief');
    await until('the worker is heard', async () => {
      const { results } = await stage.client.workPools.workers.list({ workPoolName: pool });
      return results.length === 1;
    });
    expect(await stage.stateNames(run)).toEqual(['Scheduled']);
    await stage.client.workPools.update({ name: pool, isPaused: false });
    await stage.untilState(run, 'Completed');
  });
});

it('a run that is cancelled is told so within a second', async () => {
  await using stage = await openStage({ stream: true, leaseSeconds: 60 });
  await stage.runner();
  const run = await stage.makeRun('endless');
  await stage.untilState(run, 'Running');
  const before = performance.now();
  await stage.client.flowRuns.setState({ id: run.id, state: { type: 'CANCELLING' } });
  await stage.untilState(run, 'Cancelled');
  // The grace of the stage, 0.3 s, is part of it.
  expect(performance.now() - before).toBeLessThan(1300);
});
