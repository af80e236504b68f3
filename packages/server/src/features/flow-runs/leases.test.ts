import { runnerId } from '@carillon/core';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { expireLeases } from './expire-leases.ts';

const runner = { id: runnerId.parse('0195f2a0-0000-7000-8000-000000000001'), name: 'one' };
const leaseMs = 15_000;

type Held = { id: string; leaseToken: number };

const claim = async (app: TestApp, deploymentId: string, count: number): Promise<Held[]> => {
  await Promise.all(
    Array.from({ length: count }, () => app.caller.deployments.createRun({ id: deploymentId })),
  );
  const { runs } = await app.caller.flowRuns.claim({ runner, deploymentIds: [deploymentId], limit: count });
  return runs.map(({ run, leaseToken }) => ({ id: run.id, leaseToken }));
};

const claimOne = async (app: TestApp, deployment: Parameters<typeof deploy>[1] = {}): Promise<Held> => {
  const { deploymentId } = await deploy(app, deployment);
  const [held] = await claim(app, deploymentId, 1);
  if (held === undefined) throw new Error('nothing was due');
  return held;
};

const start = (app: TestApp, { id, leaseToken }: Held) =>
  app.caller.flowRuns.setState({ id, leaseToken, state: { type: 'RUNNING' } });

const names = async (app: TestApp, id: string): Promise<string[]> =>
  (await app.caller.flowRuns.states({ id })).map(({ name }) => name);

describe('a lease', () => {
  test('lasts as long as it is renewed, each time from then on', async () => {
    await using app = await testApp();
    const held = await claimOne(app);
    for (let beat = 0; beat < 5; beat += 1) {
      app.clock.advance(leaseMs - 1);
      expect(await app.caller.flowRuns.renewLeases({ leases: [held] })).toEqual({
        leaseSeconds: 15,
        lost: [],
        cancelling: [],
      });
      expect(await expireLeases(app.services)).toEqual({ runs: 0, full: false });
    }
    const expires = new Date(app.clock.now().getTime() + leaseMs);
    expect(await app.caller.flowRuns.read({ id: held.id })).toMatchObject({ leaseExpiresAt: expires });
    app.clock.advance(leaseMs);
    expect(await expireLeases(app.services)).toEqual({ runs: 1, full: false });
  });

  test('is renewed by the token that holds it alone, and the answer tells what is lost or to be cancelled', async () => {
    await using app = await testApp();
    const { deploymentId } = await deploy(app);
    const [kept, ended, cancelling] = await claim(app, deploymentId, 3);
    if (kept === undefined || ended === undefined || cancelling === undefined)
      throw new Error('too few were due');
    await app.caller.flowRuns.setState({ id: ended.id, state: { type: 'COMPLETED' } });
    await start(app, cancelling);
    await app.caller.flowRuns.setState({ id: cancelling.id, state: { type: 'CANCELLING' } });
    const absent = { id: '00000000-0000-7000-8000-00000000dead', leaseToken: 1 };
    const another = { id: kept.id, leaseToken: cancelling.leaseToken };
    const { lost, cancelling: toCancel } = await app.caller.flowRuns.renewLeases({
      leases: [kept, ended, cancelling, absent],
    });
    expect(lost).toEqual([ended.id, absent.id]);
    expect(toCancel).toEqual([cancelling.id]);
    expect((await app.caller.flowRuns.renewLeases({ leases: [another] })).lost).toEqual([kept.id]);
    expect(await app.caller.flowRuns.renewLeases({ leases: [] })).toMatchObject({ lost: [], cancelling: [] });
  });

  test('that ran out, but that nobody has ended yet, is renewed', async () => {
    await using app = await testApp();
    const held = await claimOne(app);
    app.clock.advance(leaseMs * 2);
    expect((await app.caller.flowRuns.renewLeases({ leases: [held] })).lost).toEqual([]);
    expect((await expireLeases(app.services)).runs).toBe(0);
  });
});

describe('a run whose lease ran out', () => {
  test('is Crashed, and its frozen holder is told so', async () => {
    await using app = await testApp();
    const held = await claimOne(app);
    await start(app, held);
    app.clock.advance(leaseMs);
    await expireLeases(app.services);
    expect(await app.caller.flowRuns.read({ id: held.id })).toMatchObject({
      state: { type: 'CRASHED', message: 'The lease of this run ran out: its runner was lost.' },
      endTime: app.clock.now(),
      leaseExpiresAt: null,
    });
    await expect(
      app.caller.flowRuns.setState({
        id: held.id,
        leaseToken: held.leaseToken,
        state: { type: 'COMPLETED' },
      }),
    ).rejects.toMatchObject({ cause: { code: 'LEASE_LOST' } });
    expect((await app.caller.flowRuns.renewLeases({ leases: [held] })).lost).toEqual([held.id]);
    expect(await names(app, held.id)).toEqual(['Scheduled', 'Pending', 'Running', 'Crashed']);
  });

  test('waits for another attempt while its retries last', async () => {
    await using app = await testApp();
    const { deploymentId } = await deploy(app, { runPolicy: { retries: 1, retryDelay: 30 } });
    const [held] = await claim(app, deploymentId, 1);
    if (held === undefined) throw new Error('nothing was due');
    await start(app, held);
    app.clock.advance(leaseMs);
    await expireLeases(app.services);
    const waiting = await app.caller.flowRuns.read({ id: held.id });
    expect(waiting).toMatchObject({
      stateType: 'SCHEDULED',
      stateName: 'AwaitingRetry',
      nextScheduledStartTime: new Date(app.clock.now().getTime() + 30_000),
      endTime: null,
      runCount: 1,
    });
    app.clock.advance(30_000);
    const { runs } = await app.caller.flowRuns.claim({ runner, deploymentIds: [deploymentId], limit: 1 });
    await start(app, { id: held.id, leaseToken: runs[0]?.leaseToken ?? 0 });
    // The first holder, if it wakes now, changes nothing of the second one's attempt.
    await expect(start(app, held)).rejects.toMatchObject({ cause: { code: 'LEASE_LOST' } });
    app.clock.advance(leaseMs);
    await expireLeases(app.services);
    expect(await app.caller.flowRuns.read({ id: held.id })).toMatchObject({
      stateType: 'CRASHED',
      runCount: 2,
    });
    expect((await names(app, held.id)).join(' ')).toBe(
      'Scheduled Pending Running Crashed AwaitingRetry Pending Running Crashed',
    );
  });

  test('and that never ran has used none of its attempts', async () => {
    await using app = await testApp();
    const held = await claimOne(app, { runPolicy: { retries: 0 } });
    app.clock.advance(leaseMs);
    await expireLeases(app.services);
    expect(await app.caller.flowRuns.read({ id: held.id })).toMatchObject({
      stateName: 'AwaitingRetry',
      runCount: 0,
    });
  });

  test('is Cancelled where that was under way', async () => {
    await using app = await testApp();
    const held = await claimOne(app, { runPolicy: { retries: 5 } });
    await start(app, held);
    await app.caller.flowRuns.setState({ id: held.id, state: { type: 'CANCELLING' } });
    app.clock.advance(leaseMs);
    await expireLeases(app.services);
    expect(await app.caller.flowRuns.read({ id: held.id })).toMatchObject({ stateType: 'CANCELLED' });
  });
});

test('a run without a lease never ends by itself', async () => {
  await using app = await testApp();
  const { deploymentId } = await deploy(app);
  const { run } = await app.caller.deployments.createRun({ id: deploymentId });
  await app.caller.flowRuns.setState({ id: run.id, state: { type: 'PENDING' } });
  app.clock.advance(leaseMs * 1000);
  expect((await expireLeases(app.services)).runs).toBe(0);
});

test('eight passes on two servers end each of 500 lost runs once', async () => {
  await using app = await testApp();
  await using other = await testApp({ databaseUrl: app.databaseUrl, clock: app.clock });
  const { deploymentId } = await deploy(app, { runPolicy: { retries: 1, retryDelay: 60 } });
  for (let batch = 0; batch < 5; batch += 1) await claim(app, deploymentId, 100);
  app.clock.advance(leaseMs);
  const expireAll = async ({ services }: TestApp): Promise<number> => {
    let ended = 0;
    for (let pass = await expireLeases(services); pass.runs > 0; pass = await expireLeases(services))
      ended += pass.runs;
    return ended;
  };
  const servers = [app, other, app, other, app, other, app, other];
  const ended = await Promise.all(servers.map(expireAll));
  expect(ended.reduce((sum, count) => sum + count, 0)).toBe(500);
  const states = await app.read(({ db }) =>
    db
      .selectFrom('flow_run_state')
      .select(({ fn }) => ['name', fn.countAll().as('count')])
      .groupBy('name')
      .orderBy('name')
      .execute(),
  );
  expect(states).toEqual([
    { name: 'AwaitingRetry', count: 500 },
    { name: 'Crashed', count: 500 },
    { name: 'Pending', count: 500 },
    { name: 'Scheduled', count: 500 },
  ]);
});
