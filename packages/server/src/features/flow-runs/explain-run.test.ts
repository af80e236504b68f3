import { type FlowRunId, runnerId } from '@carillon/core';
import { deploy, explain as planOf, type TestApp, testApp } from '@carillon/testing';
import { countStatements } from '@carillon/testing/count-statements';
import { until } from '@carillon/testing/until';
import { expect, test } from 'vitest';
import { seedManyDeployments } from '../../../fixtures/many-deployments.ts';
import { explainRun } from './explain-run.ts';
import { readHolders } from './statements/read-holders.ts';

const runner = { id: runnerId.parse('0195f2a0-0000-7000-8000-000000000001'), name: 'host:7' };

const explain = (app: TestApp, id: FlowRunId) => app.caller.flowRuns.explain({ id });

const sentence = async (app: TestApp, id: FlowRunId): Promise<string> => (await explain(app, id)).sentence;

const runOf = async (app: TestApp, id: string, name: string): Promise<FlowRunId> =>
  (await app.caller.deployments.createRun({ id, name })).run.id;

test('a run that is due waits for a runner, then behind whoever holds the slot, and runs in the end', async () => {
  await using app = await testApp();
  const { deploymentId: id } = await deploy(app, { concurrencyLimit: 1 });
  const first = await runOf(app, id, 'brave-lynx');
  const second = await runOf(app, id, 'calm-otter');
  expect(await explain(app, second)).toMatchObject({
    flowRunId: second,
    runName: 'calm-otter',
    stateType: 'SCHEDULED',
    lateSeconds: 0,
    reason: { kind: 'no-runner', asked: { of: 'deployment', name: 'report/daily', lastPolled: null } },
    at: app.clock.now(),
  });

  app.clock.advance(3000);
  await app.caller.flowRuns.claim({ runner, deploymentIds: [id], limit: 10 });
  expect(await sentence(app, first)).toBe(
    'Claimed by runner host:7 at 00:00:03 UTC; its process is starting; its lease lasts until 00:00:18 UTC.',
  );
  app.clock.advance(2000);
  await app.caller.flowRuns.setState({ id: first, state: { type: 'RUNNING' } });
  app.clock.advance(37_000);
  expect(await sentence(app, second)).toBe(
    'Late by 42 s: deployment report/daily allows 1 run at a time; run brave-lynx has held the slot since 00:00:03 UTC.',
  );
  expect(await sentence(app, first)).toMatch('Running since 00:00:05 UTC on runner host:7;');

  await app.caller.flowRuns.setState({ id: first, state: { type: 'COMPLETED' } });
  expect(await sentence(app, first)).toBe('Completed at 00:00:42 UTC.');
  await until('the claim was noted', async () => {
    const { lastPolled } = await app.caller.deployments.read({ id });
    return lastPolled !== null;
  });
  expect(await sentence(app, second)).toMatch(
    'runners ask for deployment report/daily (last at 00:00:03 UTC)',
  );
  app.clock.advance(60_000);
  expect(await sentence(app, second)).toBe(
    'Late by 1 min 42 s: no runner has asked for deployment report/daily since 00:00:03 UTC.',
  );
});

test('a shared limit names all who hold it: runs, task runs and leases', async () => {
  await using app = await testApp();
  const limit = await app.caller.concurrencyLimits.create({ name: 'database', limit: 4, activeSlots: 1 });
  const { deploymentId: id } = await deploy(app, { globalConcurrencyLimitId: limit.id });
  const first = await runOf(app, id, 'brave-lynx');
  app.clock.advance(1000);
  await app.caller.flowRuns.setState({ id: first, state: { type: 'PENDING' } });
  app.clock.advance(1000);
  await app.caller.concurrencyLimits.acquire({
    names: ['database'],
    slots: 2,
    holder: { type: 'flow_run', id: first },
  });
  const second = await runOf(app, id, 'calm-otter');
  expect((await explain(app, second)).reason).toEqual({
    kind: 'limit-full',
    askedAgainAt: null,
    limit: {
      of: 'global',
      name: 'database',
      limit: 4,
      taken: 4,
      holders: [
        {
          kind: 'flow-run',
          id: first,
          name: 'brave-lynx',
          slots: 1,
          since: new Date('2026-01-05T00:00:01Z'),
        },
        {
          kind: 'flow-run',
          id: first,
          name: 'brave-lynx',
          slots: 2,
          since: new Date('2026-01-05T00:00:02Z'),
        },
      ],
    },
  });
  await app.caller.flowRuns.setState({ id: second, state: { type: 'PENDING' } });
  expect(await explain(app, second)).toMatchObject({
    stateName: 'AwaitingConcurrencySlot',
    reason: { kind: 'limit-full', askedAgainAt: new Date('2026-01-05T00:00:32Z') },
  });
  await app.caller.flowRuns.delete({ id: first });
  expect((await explain(app, second)).reason).toMatchObject({ kind: 'slot-asked-again' });
});

test('a pool or queue that is paused or full keeps its runs', async () => {
  await using app = await testApp();
  await app.caller.workPools.create({ name: 'cluster', concurrencyLimit: 1 });
  const { deploymentId: id } = await deploy(app, { workPoolName: 'cluster' });
  const first = await runOf(app, id, 'brave-lynx');
  const second = await runOf(app, id, 'calm-otter');
  expect(await sentence(app, second)).toBe('No runner has ever asked for work queue cluster/default.');
  await app.caller.flowRuns.setState({ id: first, state: { type: 'PENDING' } });
  app.clock.advance(42_000);
  expect(await sentence(app, second)).toBe(
    'Late by 42 s: work pool cluster allows 1 run at a time; run brave-lynx has held the slot since 00:00:00 UTC.',
  );
  await app.caller.workPools.update({ name: 'cluster', isPaused: true, pauseReason: 'moving house' });
  expect(await sentence(app, second)).toBe(
    'Late by 42 s: work pool cluster has been paused since 00:00:42 UTC: moving house.',
  );
});

test('what waits to be tried again, what has outlived its deployment, and what nobody claims', async () => {
  await using app = await testApp();
  const { deploymentId: id, flowId } = await deploy(app, { runPolicy: { retries: 1, retryDelay: 30 } });
  const retried = await runOf(app, id, 'retried');
  await app.caller.flowRuns.setState({ id: retried, state: { type: 'RUNNING' } });
  await app.caller.flowRuns.setState({ id: retried, state: { type: 'FAILED' } });
  expect(await sentence(app, retried)).toBe(
    'Attempt 2 is due at 00:00:30 UTC, in 30 s, in the process that had the last one.',
  );
  const claimed = await runOf(app, id, 'claimed');
  await app.caller.flowRuns.setState({ id: claimed, state: { type: 'PENDING' } });
  await app.caller.deployments.pause({ id, reason: 'moving house' });
  const { sentence: paused, deploymentPause } = await explain(app, retried);
  expect(deploymentPause).toMatchObject({ reason: 'moving house' });
  expect(paused).toMatch('(Deployment report/daily has been paused since 00:00:00 UTC: moving house;');
  await app.caller.deployments.delete({ id });
  app.clock.advance(500);
  await app.caller.flowRuns.setState({ id: claimed, state: { type: 'SCHEDULED' } });
  expect(await sentence(app, claimed)).toBe('Its deployment is deleted, so nobody claims it.');
  const { run } = await app.caller.flowRuns.create({ flowId, state: { type: 'SCHEDULED' } });
  expect((await explain(app, run.id)).reason).toEqual({ kind: 'nobody-claims' });
});

test('who cancelled a run, and a run that is not there', async () => {
  await using app = await testApp();
  const { deploymentId: id } = await deploy(app);
  const url = await app.listen();
  const run = await runOf(app, id, 'brave-lynx');
  await app.caller.flowRuns.setState({ id: run, state: { type: 'RUNNING' } });
  await fetch(`${url}/trpc/flowRuns.setState`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-carillon-client': 'cli' },
    body: JSON.stringify({ id: run, state: { type: 'CANCELLING' } }),
  });
  expect(await sentence(app, run)).toBe('Being cancelled by cli since 00:00:00 UTC; its process is to end.');
  const gone = '00000000-0000-4000-8000-000000000000';
  await expect(app.caller.flowRuns.explain({ id: gone })).rejects.toThrow('There is no flow run');
});

test('takes as many statements however many hold the slots', async () => {
  await using app = await testApp();
  await app.caller.workPools.create({ name: 'cluster', concurrencyLimit: 20 });
  const { deploymentId: id } = await deploy(app, { workPoolName: 'cluster', concurrencyLimit: 20 });
  const waiting = await runOf(app, id, 'calm-otter');
  const statements = (): Promise<number> =>
    app.read((context) =>
      countStatements(context, (counted) => explainRun(counted, { id: waiting, timezone: 'UTC' })),
    );
  const before = await statements();
  expect(before).toBeLessThanOrEqual(5);
  for (let index = 0; index < 20; index += 1)
    await app.caller.flowRuns.setState({
      id: await runOf(app, id, `run ${index}`),
      state: { type: 'PENDING' },
    });
  expect(await statements()).toBe(before);
  expect(await sentence(app, waiting)).toMatch(
    'allows 20 runs at a time; run 0, run 1, run 2 and 17 more hold them',
  );
});

test('those who hold slots are found among what holds slots alone', async () => {
  await using app = await testApp({ config: { statementTimeoutSeconds: 60 } });
  await seedManyDeployments(app, 3000);
  const { db, now } = await app.read(async (context) => context);
  const any = '00000000-0000-7000-8000-000000000009';
  const nodes = await planOf(db, (explained) =>
    readHolders(explained, { limitId: any, queueId: any, poolId: any, now, limit: 3 }),
  );
  expect(nodes.filter(({ type, table }) => type === 'Seq Scan' && table === 'flow_run')).toEqual([]);
});
