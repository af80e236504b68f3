import { runnerId } from '@carillon/core';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { expireCancellations } from './expire-cancellations.ts';

const one = { id: runnerId.parse('0195f2a0-0000-7000-8000-000000000001'), name: 'one' };
const two = { id: runnerId.parse('0195f2a0-0000-7000-8000-000000000002'), name: 'two' };

const running = async (app: TestApp, deploymentId: string, runner = one) => {
  await app.caller.deployments.createRun({ id: deploymentId });
  const { runs } = await app.caller.flowRuns.claim({ runner, deploymentIds: [deploymentId], limit: 1 });
  const { id } = runs[0]?.run ?? { id: '' };
  const leaseToken = runs[0]?.leaseToken ?? 0;
  await app.caller.flowRuns.setState({ id, leaseToken, state: { type: 'RUNNING' } });
  return { id, leaseToken };
};

const cancel = (app: TestApp, id: string) =>
  app.caller.flowRuns.setState({ id, state: { type: 'CANCELLING' } });

describe('cancellations', () => {
  test('are told to the runner that holds the run, at once and once, from any server', async () => {
    await using app = await testApp();
    await using other = await testApp({ databaseUrl: app.databaseUrl });
    const { deploymentId } = await deploy(app);
    const before = await running(app, deploymentId);
    const after = await running(app, deploymentId);
    const foreign = await running(app, deploymentId, two);
    await cancel(app, before.id);
    const told = (await app.caller.flowRuns.cancellations({ runnerId: one.id }))[Symbol.asyncIterator]();
    expect((await told.next()).value).toEqual(before);
    const next = told.next();
    await cancel(other, foreign.id);
    await cancel(other, after.id);
    expect((await next).value).toEqual(after);
    await told.return?.();
  });

  test('that nobody answers are over after a while, with the lease', async () => {
    await using app = await testApp();
    const { deploymentId } = await deploy(app, { concurrencyLimit: 1 });
    const { id, leaseToken } = await running(app, deploymentId);
    await cancel(app, id);
    app.clock.advance(299_000);
    expect(await expireCancellations(app.services)).toEqual({ runs: 0, full: false });
    app.clock.advance(1010);
    expect(await expireCancellations(app.services)).toEqual({ runs: 1, full: false });
    expect((await app.caller.flowRuns.read({ id })).state).toMatchObject({
      name: 'Cancelled',
      message: 'Flow run cancellation timed out; marked this flow run as Cancelled.',
    });
    const late = { id, leaseToken, state: { type: 'CANCELLED' as const } };
    await expect(app.caller.flowRuns.setState(late)).rejects.toThrow(/no longer yours/);
    expect((await app.caller.deployments.read({ id: deploymentId })).globalConcurrencyLimit).toMatchObject({
      activeSlots: 0,
    });
  });
});
