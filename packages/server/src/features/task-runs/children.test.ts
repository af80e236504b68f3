import { runnerId, type StateType } from '@carillon/core';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { expireLeases } from '../flow-runs/expire-leases.ts';
import { endChildren } from './end-children.ts';

const runner = { id: runnerId.parse('0195f2a0-0000-7000-8000-000000000001'), name: 'one' };

/** A flow run that a runner of ours carries out. */
const running = async (app: TestApp, more: Parameters<typeof deploy>[1] = {}) => {
  const { deploymentId, flowId } = await deploy(app, more);
  await app.caller.deployments.createRun({ id: deploymentId });
  return { ...(await claimOne(app, deploymentId)), deploymentId, flowId };
};

const claimOne = async (app: TestApp, deploymentId: string) => {
  const { runs } = await app.caller.flowRuns.claim({ runner, deploymentIds: [deploymentId], limit: 1 });
  const { id } = runs[0]?.run ?? { id: '' };
  const leaseToken = runs[0]?.leaseToken ?? 0;
  await app.caller.flowRuns.setState({ id, leaseToken, state: { type: 'RUNNING' } });
  return { flowRunId: id, leaseToken };
};

const task = async (app: TestApp, flowRunId: string, dynamicKey: string, type: StateType = 'RUNNING') => {
  const { run } = await app.caller.taskRuns.create({ flowRunId, taskKey: 'load', dynamicKey });
  await app.caller.taskRuns.setState({ id: run.id, state: { type } });
  return run.id;
};

const namesOf = async (app: TestApp, ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await app.caller.taskRuns.read({ id })).stateName));

const move = (app: TestApp, id: string, type: StateType, more = {}) =>
  app.caller.flowRuns.setState({ id, state: { type, ...more } });

describe('what a flow run leaves open', () => {
  test('is cancelled with it', async () => {
    await using app = await testApp();
    const { flowRunId } = await running(app);
    const tasks = [await task(app, flowRunId, '0'), await task(app, flowRunId, '1', 'COMPLETED')];
    await move(app, flowRunId, 'CANCELLING');
    expect(await endChildren(app.services)).toEqual({ runs: 0, full: false });
    await move(app, flowRunId, 'CANCELLED');
    expect(await endChildren(app.services)).toEqual({ runs: 1, full: false });
    expect(await namesOf(app, tasks)).toEqual(['Cancelled', 'Completed']);
    const { state } = await app.caller.taskRuns.read({ id: tasks[0] ?? '' });
    expect(state).toMatchObject({
      message: 'The parent flow run was cancelled.',
      stateDetails: { flowRunId, taskRunId: tasks[0] },
    });
    expect(await endChildren(app.services)).toEqual({ runs: 0, full: false });
  });

  test('has crashed when the runner is done with it, or lost', async () => {
    await using app = await testApp();
    const { flowRunId, leaseToken, deploymentId } = await running(app);
    const left = await task(app, flowRunId, '0');
    await app.caller.flowRuns.setState({ id: flowRunId, leaseToken, state: { type: 'FAILED' } });
    await endChildren(app.services);
    expect(await namesOf(app, [left])).toEqual(['Crashed']);

    await app.caller.deployments.createRun({ id: deploymentId });
    const lost = await claimOne(app, deploymentId);
    const alsoLeft = await task(app, lost.flowRunId, '0');
    app.clock.advance(app.services.config.leaseSeconds * 1000 + 1);
    await expireLeases(app.services);
    await endChildren(app.services);
    expect(await namesOf(app, [alsoLeft])).toEqual(['Crashed']);
  });

  test('gives back the slots that it holds, and what the next attempt began goes on', async () => {
    await using app = await testApp();
    await app.caller.concurrencyLimits.create({ name: 'tag:db', limit: 5 });
    const { flowRunId, deploymentId } = await running(app, { runPolicy: { retries: 1 } });
    const make = async (dynamicKey: string) => {
      const { run } = await app.caller.taskRuns.create({
        flowRunId,
        taskKey: 'load',
        dynamicKey,
        tags: ['db'],
      });
      await app.caller.taskRuns.setState({ id: run.id, state: { type: 'RUNNING' } });
      return run.id;
    };
    const first = await make('0');
    app.clock.advance(app.services.config.leaseSeconds * 1000 + 1);
    await expireLeases(app.services);
    app.clock.advance(1);
    expect((await claimOne(app, deploymentId)).flowRunId).toBe(flowRunId);
    const second = await make('1');
    await endChildren(app.services);
    expect(await namesOf(app, [first, second])).toEqual(['Crashed', 'Running']);
    const limit = await app.caller.concurrencyLimits.readByName({ name: 'tag:db' });
    expect(limit.activeSlots).toBe(1);
  });

  test('of a client without a lease stays as it is, unless the run is cancelled', async () => {
    await using app = await testApp();
    const { flowId } = await deploy(app);
    const make = async () => {
      const { run } = await app.caller.flowRuns.create({ flowId, state: { type: 'RUNNING' } });
      return { id: run.id, task: await task(app, run.id, '0') };
    };
    const [failed, ended] = [await make(), await make()];
    await move(app, failed.id, 'FAILED');
    await move(app, ended.id, 'CANCELLED');
    await endChildren(app.services);
    expect(await namesOf(app, [failed.task, ended.task])).toEqual(['Running', 'Cancelled']);
  });
});

describe('a subflow of a flow run whose runner is lost', () => {
  test('has crashed with what it left open itself', async () => {
    await using app = await testApp();
    const parent = await running(app);
    const { run: standIn } = await app.caller.taskRuns.create({
      flowRunId: parent.flowRunId,
      taskKey: 'child',
      dynamicKey: '0',
    });
    const { run: inside } = await app.caller.flowRuns.create({
      flowId: parent.flowId,
      parentTaskRunId: standIn.id,
      state: { type: 'RUNNING' },
    });
    const insideTask = await task(app, inside.id, '0');
    app.clock.advance(app.services.config.leaseSeconds * 1000 + 1);
    await expireLeases(app.services);
    await endChildren(app.services);
    await endChildren(app.services);
    expect((await app.caller.flowRuns.read({ id: inside.id })).stateName).toBe('Crashed');
    expect(await namesOf(app, [standIn.id, insideTask])).toEqual(['Crashed', 'Crashed']);
  });
});

describe('a subflow of a cancelled flow run', () => {
  test('is Cancelled when it runs in the same process, and told to end when it has its own', async () => {
    await using app = await testApp();
    const parent = await running(app);
    const standIn = async (dynamicKey: string) =>
      (await app.caller.taskRuns.create({ flowRunId: parent.flowRunId, taskKey: 'child', dynamicKey })).run
        .id;
    const [here, elsewhere] = [await standIn('0'), await standIn('1')];
    const { run: inside } = await app.caller.flowRuns.create({
      flowId: parent.flowId,
      parentTaskRunId: here,
      state: { type: 'RUNNING' },
    });
    const insideTask = await task(app, inside.id, '0');
    const { deploymentId } = await deploy(app, { name: 'other' });
    await app.caller.deployments.createRun({ id: deploymentId, parentTaskRunId: elsewhere });
    const outside = await claimOne(app, deploymentId);

    await move(app, parent.flowRunId, 'CANCELLING');
    await move(app, parent.flowRunId, 'CANCELLED');
    await endChildren(app.services);
    expect(await namesOf(app, [here, elsewhere])).toEqual(['Cancelled', 'Cancelling']);
    expect((await app.caller.flowRuns.read({ id: inside.id })).stateName).toBe('Cancelled');
    await endChildren(app.services);
    expect(await namesOf(app, [insideTask])).toEqual(['Cancelled']);

    await app.caller.flowRuns.setState({
      id: outside.flowRunId,
      leaseToken: outside.leaseToken,
      state: { type: 'CANCELLED' },
    });
    expect(await namesOf(app, [elsewhere])).toEqual(['Cancelled']);
    expect(await endChildren(app.services)).toEqual({ runs: 0, full: false });
  });
});
