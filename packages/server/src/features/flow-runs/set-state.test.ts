import { runnerId, type StateType } from '@carillon/core';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';

const runner = { id: runnerId.parse('0195f2a0-0000-7000-8000-000000000001'), name: 'one' };
const transitionId = '0195f2a0-0000-7000-8000-0000000000aa';

type Proposed = Parameters<TestApp['caller']['flowRuns']['setState']>[0]['state'];

const claimed = async (app: TestApp, deployment: Parameters<typeof deploy>[1] = {}) => {
  const { deploymentId } = await deploy(app, deployment);
  await app.caller.deployments.createRun({ id: deploymentId });
  const { runs } = await app.caller.flowRuns.claim({ runner, deploymentIds: [deploymentId], limit: 1 });
  const [first] = runs;
  if (first === undefined) throw new Error('nothing was due');
  return { id: first.run.id, leaseToken: first.leaseToken, deploymentId };
};

const propose = (app: TestApp, id: string, state: Proposed, leaseToken: number | null = null) =>
  app.caller.flowRuns.setState({ id, state, leaseToken });

const names = async (app: TestApp, id: string): Promise<string[]> =>
  (await app.caller.flowRuns.states({ id })).map(({ name }) => name);

describe('a holder', () => {
  test('reports by its token, through to the end, where its lease ends', async () => {
    await using app = await testApp();
    const { id, leaseToken } = await claimed(app);
    app.clock.advance(1000);
    const running = await propose(app, id, { type: 'RUNNING' }, leaseToken);
    expect(running).toMatchObject({
      status: 'ACCEPT',
      state: { name: 'Running', timestamp: app.clock.now() },
    });
    expect((await app.caller.flowRuns.read({ id })).leaseExpiresAt).not.toBeNull();
    app.clock.advance(2500);
    expect(await propose(app, id, { type: 'COMPLETED', data: [1] }, leaseToken)).toMatchObject({
      status: 'ACCEPT',
    });
    expect(await app.caller.flowRuns.read({ id })).toMatchObject({
      state: { type: 'COMPLETED', data: [1] },
      leaseExpiresAt: null,
      runCount: 1,
      totalRunTime: 2.5,
      endTime: app.clock.now(),
    });
    expect(await names(app, id)).toEqual(['Scheduled', 'Pending', 'Running', 'Completed']);
  });

  test('is told LEASE_LOST once its token is stale, and changes nothing', async () => {
    await using app = await testApp();
    const { id, leaseToken } = await claimed(app);
    const lost = { cause: { code: 'LEASE_LOST', data: { id, token: leaseToken } } };
    await propose(app, id, { type: 'COMPLETED' });
    await expect(propose(app, id, { type: 'RUNNING' }, leaseToken)).rejects.toMatchObject(lost);
    const another = { cause: { code: 'LEASE_LOST', data: { id, token: leaseToken + 1 } } };
    await expect(propose(app, id, { type: 'RUNNING' }, leaseToken + 1)).rejects.toMatchObject(another);
    expect(await names(app, id)).toEqual(['Scheduled', 'Pending', 'Completed']);
  });

  test('that asks again, not having heard the answer, hears it again, its lease over or not', async () => {
    await using app = await testApp();
    const { id, leaseToken } = await claimed(app);
    const end: Proposed = { type: 'COMPLETED', stateDetails: { transitionId } };
    await propose(app, id, { type: 'RUNNING' }, leaseToken);
    const first = await propose(app, id, end, leaseToken);
    app.clock.advance(1000);
    expect(await propose(app, id, end, leaseToken)).toEqual(first);
    expect(await names(app, id)).toEqual(['Scheduled', 'Pending', 'Running', 'Completed']);
  });

  test('that is to try again hears so again', async () => {
    await using app = await testApp();
    const { id, leaseToken } = await claimed(app, { runPolicy: { retries: 1, retryDelay: 30 } });
    await propose(app, id, { type: 'RUNNING' }, leaseToken);
    const failed: Proposed = { type: 'FAILED', stateDetails: { transitionId } };
    const first = await propose(app, id, failed, leaseToken);
    expect(first).toMatchObject({ status: 'REJECT', state: { name: 'AwaitingRetry' } });
    const again = await propose(app, id, failed, leaseToken);
    expect(again).toMatchObject({ status: 'REJECT', state: { id: first.state?.id } });
    expect((await app.caller.flowRuns.read({ id })).leaseExpiresAt).toBeNull();
    expect(await names(app, id)).toEqual(['Scheduled', 'Pending', 'Running', 'AwaitingRetry']);
  });
});

describe('whoever has no token', () => {
  test.each<[StateType, boolean]>([
    ['RUNNING', true],
    ['CANCELLING', true],
    ['SCHEDULED', false],
    ['PAUSED', true],
    ['COMPLETED', false],
    ['FAILED', false],
    ['CRASHED', false],
    ['CANCELLED', false],
  ])('moves a claimed run to %s by force, and it keeps its lease: %s', async (type, kept) => {
    await using app = await testApp();
    const { id } = await claimed(app);
    await propose(app, id, { type: 'RUNNING' });
    const { status } = await app.caller.flowRuns.setState({ id, state: { type }, force: true });
    expect(status).toBe('ACCEPT');
    const run = await app.caller.flowRuns.read({ id });
    expect({ type: run.stateType, kept: run.leaseExpiresAt !== null }).toEqual({ type, kept });
  });

  test('claims by moving to PENDING, once, and gets no lease', async () => {
    await using app = await testApp();
    const { deploymentId } = await deploy(app);
    const { run } = await app.caller.deployments.createRun({ id: deploymentId });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => propose(app, run.id, { type: 'PENDING' })),
    );
    expect(answers.filter(({ status }) => status === 'ACCEPT')).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 'ABORT')).toHaveLength(7);
    expect(await app.caller.flowRuns.read({ id: run.id })).toMatchObject({ leaseExpiresAt: null });
    expect(await names(app, run.id)).toEqual(['Scheduled', 'Pending']);
  });

  test('is told to wait for a start in the future, and how long', async () => {
    await using app = await testApp();
    const { deploymentId } = await deploy(app);
    const scheduledTime = new Date(app.clock.now().getTime() + 90_000);
    const { run } = await app.caller.deployments.createRun({
      id: deploymentId,
      state: { type: 'SCHEDULED', stateDetails: { scheduledTime } },
    });
    expect(await propose(app, run.id, { type: 'RUNNING' })).toEqual({
      status: 'WAIT',
      state: run.state,
      details: { type: 'wait_details', delaySeconds: 90, reason: 'Scheduled time is in the future' },
    });
    expect(await names(app, run.id)).toEqual(['Scheduled']);
  });

  test('cancels at once what has no process, and asks the holder where there is one', async () => {
    await using app = await testApp();
    const { deploymentId } = await deploy(app);
    const { run } = await app.caller.deployments.createRun({ id: deploymentId });
    expect(await propose(app, run.id, { type: 'CANCELLING' })).toMatchObject({
      status: 'REJECT',
      state: { type: 'CANCELLED' },
    });
    const held = await claimed(app, { name: 'other' });
    await propose(app, held.id, { type: 'RUNNING' }, held.leaseToken);
    expect(await propose(app, held.id, { type: 'CANCELLING' })).toMatchObject({ status: 'ACCEPT' });
    expect(await propose(app, held.id, { type: 'COMPLETED' }, held.leaseToken)).toMatchObject({
      status: 'REJECT',
    });
    expect(await propose(app, held.id, { type: 'CANCELLED' }, held.leaseToken)).toMatchObject({
      status: 'ACCEPT',
    });
  });
});

test('states of one instant are a millisecond apart, in order', async () => {
  await using app = await testApp();
  const { id } = await claimed(app);
  for (const type of ['RUNNING', 'PAUSED', 'RUNNING', 'COMPLETED', 'SCHEDULED'] as const)
    await app.caller.flowRuns.setState({ id, state: { type }, force: true });
  const start = app.clock.now().getTime();
  const states = await app.caller.flowRuns.states({ id });
  expect(states.map(({ timestamp }) => timestamp.getTime() - start)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(states.map(({ type }) => type).join(' ')).toBe(
    'SCHEDULED PENDING RUNNING PAUSED RUNNING COMPLETED SCHEDULED',
  );
});

test('a state of an unknown run is refused, and of a run whose deployment is gone is judged', async () => {
  await using app = await testApp();
  const absent = '00000000-0000-7000-8000-00000000dead';
  await expect(propose(app, absent, { type: 'RUNNING' })).rejects.toMatchObject({
    cause: { code: 'FLOW_RUN_NOT_FOUND', data: { id: absent } },
  });
  const { id, leaseToken, deploymentId } = await claimed(app);
  await app.caller.deployments.delete({ id: deploymentId });
  expect(await propose(app, id, { type: 'RUNNING' }, leaseToken)).toMatchObject({ status: 'ACCEPT' });
});
