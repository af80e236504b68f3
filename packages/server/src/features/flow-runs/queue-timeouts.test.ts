import { runnerId } from '@carillon/core';
import { deploy, testApp } from '@carillon/testing';
import { expect, test } from 'vitest';
import { expireQueued } from './expire-queued.ts';

const runner = { id: runnerId.parse('0195f2a0-0000-7000-8000-000000000001'), name: 'one' };

test('a run that nobody begins in time after its start has failed, and says why', async () => {
  await using app = await testApp();
  const { deploymentId } = await deploy(app, { runPolicy: { queueTimeout: 60, retries: 3 } });
  const { run } = await app.caller.deployments.createRun({
    id: deploymentId,
    state: {
      type: 'SCHEDULED',
      stateDetails: { scheduledTime: new Date(app.clock.now().getTime() + 30_000) },
    },
  });
  app.clock.advance(89_999);
  expect(await expireQueued(app.services)).toEqual({ runs: 0, full: false });
  app.clock.advance(1);
  expect(await expireQueued(app.services)).toEqual({ runs: 1, full: false });
  expect((await app.caller.flowRuns.read({ id: run.id })).state).toMatchObject({
    type: 'FAILED',
    name: 'TimedOut',
    message: 'Nobody began this run within 60 s of its start (queueTimeout).',
  });
});

test('a run that was begun, or may wait for ever, is let be', async () => {
  await using app = await testApp();
  const { deploymentId } = await deploy(app, { runPolicy: { queueTimeout: 60 } });
  const { deploymentId: patient } = await deploy(app, { name: 'patient' });
  const begun = await app.caller.deployments.createRun({ id: deploymentId });
  const waits = await app.caller.deployments.createRun({ id: patient });
  await app.caller.flowRuns.claim({ runner, deploymentIds: [deploymentId], limit: 1 });
  app.clock.advance(3_600_000);
  expect(await expireQueued(app.services)).toEqual({ runs: 0, full: false });
  const names = await Promise.all(
    [begun, waits].map(async ({ run }) => (await app.caller.flowRuns.read({ id: run.id })).stateName),
  );
  expect(names).toEqual(['Pending', 'Scheduled']);
});

test('a run that is put off because its deployment is full has waited since it was first due', async () => {
  await using app = await testApp();
  const { deploymentId } = await deploy(app, { concurrencyLimit: 1, runPolicy: { queueTimeout: 60 } });
  const first = await app.caller.deployments.createRun({ id: deploymentId });
  const second = await app.caller.deployments.createRun({ id: deploymentId });
  const propose = (id: string) => app.caller.flowRuns.setState({ id, state: { type: 'PENDING' } });
  await propose(first.run.id);
  for (let asked = 0; asked < 3; asked += 1) {
    expect(await propose(second.run.id)).toMatchObject({ state: { name: 'AwaitingConcurrencySlot' } });
    app.clock.advance(30_000);
  }
  expect(await expireQueued(app.services)).toEqual({ runs: 1, full: false });
  expect((await app.caller.flowRuns.read({ id: second.run.id })).stateName).toBe('TimedOut');
});
