import { randomUUID } from 'node:crypto';
import { type ClaimedRun, runnerId, type StateType } from '@carillon/core';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';

const runner = { id: runnerId.parse('0195f2a0-0000-7000-8000-000000000001'), name: 'one' };

const claim = async (app: TestApp, count: number, deployment: Parameters<typeof deploy>[1] = {}) => {
  const { deploymentId } = await deploy(app, deployment);
  for (let made = 0; made < count; made += 1) await app.caller.deployments.createRun({ id: deploymentId });
  const { runs } = await app.caller.flowRuns.claim({ runner, deploymentIds: [deploymentId], limit: count });
  return runs;
};

const reportOf = ({ run, leaseToken }: ClaimedRun, type: StateType) => ({
  id: run.id,
  leaseToken,
  state: { type, stateDetails: { transitionId: randomUUID() } },
});

const names = async (app: TestApp, runs: readonly ClaimedRun[]) => {
  const states = await Promise.all(runs.map(({ run }) => app.caller.flowRuns.states({ id: run.id })));
  return states.map((ofOne) => ofOne.map(({ name }) => name));
};

describe('a report of many runs', () => {
  test('takes each through the rules, and is answered in its order', async () => {
    await using app = await testApp();
    const runs = await claim(app, 3, { runPolicy: { retries: 1 } });
    const running = await app.caller.flowRuns.report({
      reports: runs.map((run) => reportOf(run, 'RUNNING')),
    });
    expect(running.map(({ result }) => result?.status)).toEqual(['ACCEPT', 'ACCEPT', 'ACCEPT']);
    const ends: StateType[] = ['COMPLETED', 'FAILED', 'CRASHED'];
    const ended = await app.caller.flowRuns.report({
      reports: runs.map((run, index) => reportOf(run, ends[index] ?? 'COMPLETED')),
    });
    expect(ended.map(({ result }) => [result?.status, result?.state?.name])).toEqual([
      ['ACCEPT', 'Completed'],
      ['REJECT', 'AwaitingRetry'],
      ['REJECT', 'AwaitingRetry'],
    ]);
    const begun = ['Scheduled', 'Pending', 'Running'];
    expect(await names(app, runs)).toEqual([
      [...begun, 'Completed'],
      [...begun, 'AwaitingRetry'],
      [...begun, 'AwaitingRetry'],
    ]);
  });

  test('that is sent again changes nothing, and is answered as it was', async () => {
    await using app = await testApp();
    const runs = await claim(app, 2);
    await app.caller.flowRuns.report({ reports: runs.map((run) => reportOf(run, 'RUNNING')) });
    const reports = runs.map((run) => reportOf(run, 'COMPLETED'));
    const first = await app.caller.flowRuns.report({ reports });
    app.clock.advance(1000);
    expect(await app.caller.flowRuns.report({ reports })).toEqual(first);
    expect((await names(app, runs)).map((states) => states.length)).toEqual([4, 4]);
  });

  test('that is wrong of one is refused of that one alone', async () => {
    await using app = await testApp();
    const runs = await claim(app, 3);
    const [lost, gone, mine] = runs.map((run) => reportOf(run, 'COMPLETED'));
    if (!(lost && gone && mine)) throw new Error('not all were claimed');
    await app.caller.flowRuns.delete({ id: gone.id });
    const stale = { ...lost, leaseToken: lost.leaseToken + 100 };
    const answers = await app.caller.flowRuns.report({ reports: [stale, gone, mine] });
    expect(answers).toMatchObject([
      { result: null, refused: { code: 'LEASE_LOST', data: { id: lost.id } } },
      { result: null, refused: { code: 'FLOW_RUN_NOT_FOUND', data: { id: gone.id } } },
      { result: { status: 'ACCEPT' }, refused: null },
    ]);
    expect((await app.caller.flowRuns.read({ id: lost.id })).stateName).toBe('Pending');
  });

  test('gives slots back, which wakes whoever waits for one', async () => {
    await using app = await testApp();
    const { deploymentId } = await deploy(app, { concurrencyLimit: 2 });
    for (let made = 0; made < 4; made += 1) await app.caller.deployments.createRun({ id: deploymentId });
    const claimTwo = async () =>
      (await app.caller.flowRuns.claim({ runner, deploymentIds: [deploymentId], limit: 4 })).runs;
    const runs = await claimTwo();
    expect(runs).toHaveLength(2);
    using woken = app.services.wake.watch([deploymentId]);
    await app.caller.flowRuns.report({ reports: runs.map((run) => reportOf(run, 'COMPLETED')) });
    await woken.changed(null, new AbortController().signal);
    expect(await claimTwo()).toHaveLength(2);
  });

  test('names a run once, and what tells it from its repeat', async () => {
    await using app = await testApp();
    const [run] = await claim(app, 1);
    if (!run) throw new Error('nothing was claimed');
    const report = reportOf(run, 'COMPLETED');
    await expect(app.caller.flowRuns.report({ reports: [report, report] })).rejects.toThrow(
      /names a run twice/,
    );
    const untold = { ...report, state: { type: 'COMPLETED' as const } };
    await expect(app.caller.flowRuns.report({ reports: [untold] })).rejects.toThrow(/transitionId/);
    expect(await names(app, [run])).toEqual([['Scheduled', 'Pending']]);
  });
});
