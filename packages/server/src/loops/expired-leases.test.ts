import { type DeploymentId, runnerId } from '@carillon/core';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { expect, test } from 'vitest';
import { takeAway } from '../../fixtures/take-away.ts';
import { expiredLeases } from './expired-leases.ts';

const runner = { id: runnerId.parse('0195f2a0-0000-7000-8000-000000000001'), name: 'one' };

const claimTwo = async (app: TestApp) => {
  const { deploymentId } = await deploy(app);
  const deploymentIds: DeploymentId[] = [deploymentId];
  for (const id of [deploymentId, deploymentId]) await app.caller.deployments.createRun({ id });
  const { runs, leaseSeconds } = await app.caller.flowRuns.claim({ runner, deploymentIds, limit: 2 });
  const [kept, lost] = runs.map(({ run, leaseToken }) => ({ id: run.id, leaseToken }));
  if (kept === undefined || lost === undefined) throw new Error('two runs were due');
  const stateOf = async ({ id }: { id: string }) => (await app.caller.flowRuns.read({ id })).stateType;
  return { kept, lost, stateOf, leaseMs: leaseSeconds * 1000 };
};

test('a runner that outlived its server loses nothing if it renews within a lease of the next start', async () => {
  await using app = await testApp();
  const { kept, lost, stateOf, leaseMs } = await claimTwo(app);
  app.clock.advance(10 * leaseMs);
  expect(await expiredLeases.pass(app.services)).toEqual({ count: 0, full: false });
  app.clock.advance(leaseMs - 1);
  expect(await app.caller.flowRuns.renewLeases({ leases: [kept] })).toMatchObject({ lost: [] });
  expect(await expiredLeases.pass(app.services)).toEqual({ count: 0, full: false });
  app.clock.advance(1);
  expect(await expiredLeases.pass(app.services)).toEqual({ count: 1, full: false });
  expect([await stateOf(kept), await stateOf(lost)]).toEqual(['PENDING', 'CRASHED']);
});

test('a time without the database is forgiven too', async () => {
  await using app = await testApp();
  expect(await expiredLeases.pass(app.services)).toEqual({ count: 0, full: false });
  const { kept, stateOf, leaseMs } = await claimTwo(app);
  const { giveBack } = await takeAway(app.databaseUrl);
  app.clock.advance(2 * leaseMs);
  await expect(expiredLeases.pass(app.services)).rejects.toThrow();
  await giveBack();
  expect(await expiredLeases.pass(app.services)).toEqual({ count: 0, full: false });
  expect(await stateOf(kept)).toBe('PENDING');
  app.clock.advance(leaseMs);
  expect(await expiredLeases.pass(app.services)).toEqual({ count: 2, full: false });
});
