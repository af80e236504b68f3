import { runnerId } from '@carillon/core';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { expireLeases } from '../flow-runs/expire-leases.ts';
import { markLateRuns } from '../scheduling/mark-late-runs.ts';

const runner = { id: runnerId.parse('0195f2a0-0000-7000-8000-000000000001'), name: 'one' };

/** A task run in a running parent, to stand in for a child. */
const standIn = async (app: TestApp, dynamicKey = '0') => {
  const { flowId, deploymentId } = await deploy(app, { runPolicy: { retries: 1 } });
  const parent = await app.caller.flowRuns.create({ flowId, state: { type: 'RUNNING' } });
  const { run } = await app.caller.taskRuns.create({
    flowRunId: parent.run.id,
    taskKey: 'child',
    dynamicKey,
  });
  return { id: run.id, parentId: parent.run.id, flowId, deploymentId };
};

/** The same of both: what the child went through, its times and its present state. */
const bothOf = async (app: TestApp, childId: string, id: string) => {
  const [child, stand] = [
    await app.caller.flowRuns.states({ id: childId }),
    await app.caller.taskRuns.states({ id }),
  ];
  return { child: child.map(({ name }) => name), stand: stand.map(({ name }) => name) };
};

describe('the stand-in of a subflow', () => {
  test('gets every state of it, from whatever writes it', async () => {
    await using app = await testApp();
    const { id, deploymentId, parentId } = await standIn(app);
    const { run } = await app.caller.deployments.createRun({ id: deploymentId, parentTaskRunId: id });
    app.clock.advance(60_000);
    await markLateRuns(app.services);
    await app.caller.flowRuns.claim({ runner, deploymentIds: [deploymentId], limit: 1 });
    await app.caller.flowRuns.setState({ id: run.id, state: { type: 'RUNNING' } });
    app.clock.advance(app.services.config.leaseSeconds * 1000 + 1);
    await expireLeases(app.services);
    const { child, stand } = await bothOf(app, run.id, id);
    expect(child).toEqual(['Scheduled', 'Late', 'Pending', 'Running', 'Crashed', 'AwaitingRetry']);
    expect(stand).toEqual(['Pending', ...child]);
    const [ofRun, ofStandIn] = [
      await app.caller.flowRuns.read({ id: run.id }),
      await app.caller.taskRuns.read({ id }),
    ];
    for (const member of ['nextScheduledStartTime', 'startTime', 'endTime', 'totalRunTime'] as const) {
      expect(ofStandIn[member]).toEqual(ofRun[member]);
    }
    const details = { flowRunId: parentId, taskRunId: id, childFlowRunId: run.id };
    const states = await app.caller.taskRuns.states({ id });
    for (const { stateDetails } of states.slice(1)) expect(stateDetails).toMatchObject(details);
    const ofChild = await app.caller.flowRuns.states({ id: run.id });
    for (const { stateDetails } of ofChild) {
      expect(stateDetails).toMatchObject({ flowRunId: run.id, taskRunId: id });
    }
  });

  test('has its times, message and result', async () => {
    await using app = await testApp();
    const { id, flowId } = await standIn(app);
    const { run } = await app.caller.flowRuns.create({ flowId, parentTaskRunId: id });
    const move = async (type: 'RUNNING' | 'FAILED', more = {}) => {
      app.clock.advance(10_000);
      await app.caller.flowRuns.setState({ id: run.id, state: { type, ...more } });
    };
    await move('RUNNING');
    await move('FAILED', { message: 'boom', data: { type: 'literal', value: 1 } });
    const child = await app.caller.flowRuns.read({ id: run.id });
    const stand = await app.caller.taskRuns.read({ id });
    for (const member of ['stateType', 'stateName', 'startTime', 'endTime', 'totalRunTime'] as const) {
      expect(stand[member]).toEqual(child[member]);
    }
    expect(stand).toMatchObject({
      runCount: 1,
      flowRunRunCount: 0,
      state: { message: 'boom', data: { value: 1 } },
    });
    await move('RUNNING');
    expect(await app.caller.taskRuns.read({ id })).toMatchObject({ endTime: null, runCount: 2 });
  });

  test('can be moved by itself, which does not touch the child', async () => {
    await using app = await testApp();
    const { id, flowId } = await standIn(app);
    const { run } = await app.caller.flowRuns.create({ flowId, parentTaskRunId: id });
    await app.caller.taskRuns.setState({ id, state: { type: 'RUNNING' } });
    expect((await app.caller.flowRuns.read({ id: run.id })).stateName).toBe('Pending');
    await app.caller.flowRuns.setState({ id: run.id, state: { type: 'FAILED' } });
    expect((await app.caller.taskRuns.read({ id })).stateName).toBe('Failed');
  });

  test('goes with its flow run, or that flow run’s flow, and the child stays', async () => {
    await using app = await testApp();
    const { id, parentId } = await standIn(app);
    const other = await app.caller.flows.create({ name: 'other' });
    const { run } = await app.caller.flowRuns.create({ flowId: other.flow.id, parentTaskRunId: id });
    await app.caller.flowRuns.delete({ id: parentId });
    expect((await app.caller.flowRuns.read({ id: run.id })).parentTaskRunId).toBeNull();

    const again = await standIn(app, '1');
    const second = await app.caller.flowRuns.create({
      flowId: other.flow.id,
      parentTaskRunId: again.id,
    });
    await app.caller.flows.delete({ id: again.flowId });
    expect((await app.caller.flowRuns.read({ id: second.run.id })).parentTaskRunId).toBeNull();
    await app.caller.flowRuns.setState({ id: second.run.id, state: { type: 'RUNNING' } });
  });

  test('and its child may be written by many at once, and nothing waits for ever', async () => {
    await using app = await testApp();
    const { id, flowId, parentId } = await standIn(app);
    const { run } = await app.caller.flowRuns.create({ flowId, parentTaskRunId: id });
    const child = () => app.caller.flowRuns.setState({ id: run.id, state: { type: 'RUNNING' } });
    const stand = () => app.caller.taskRuns.setState({ id, state: { type: 'RUNNING' } });
    const parent = () => app.caller.flowRuns.setState({ id: parentId, state: { type: 'RUNNING' } });
    await Promise.all(Array.from({ length: 8 }, () => [child(), stand(), parent()]).flat());
    const timestamps = (await app.caller.taskRuns.states({ id })).map(({ timestamp }) => timestamp.getTime());
    expect(new Set(timestamps).size).toBe(18);
  });
});
