import { randomUUID } from 'node:crypto';
import { runnerId, type StateType } from '@carillon/core';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';

const runner = { id: runnerId.parse('0195f2a0-0000-7000-8000-000000000001'), name: 'one' };

type Report = Parameters<TestApp['caller']['taskRuns']['report']>[0];
type Task = Report['tasks'][number];
type Reported = Task['states'][number];

/** A flow run that a runner of ours carries out. */
const running = async (app: TestApp) => {
  const { deploymentId } = await deploy(app);
  await app.caller.deployments.createRun({ id: deploymentId });
  const { runs } = await app.caller.flowRuns.claim({ runner, deploymentIds: [deploymentId], limit: 1 });
  const { id } = runs[0]?.run ?? { id: '' };
  const leaseToken = runs[0]?.leaseToken ?? 0;
  await app.caller.flowRuns.setState({ id, leaseToken, state: { type: 'RUNNING' } });
  return { flowRunId: id, leaseToken };
};

const entered = (
  type: StateType,
  { agoMs = 0, ...state }: Partial<Omit<Reported, 'type'>> = {},
): Reported => ({
  ...state,
  type,
  agoMs,
  stateDetails: { ...state.stateDetails, transitionId: randomUUID() },
});

const news = (number: number, states: Reported[], run: Partial<NonNullable<Task['run']>> = {}): Task => ({
  id: randomUUID(),
  run: { taskKey: 'load', dynamicKey: `${number}`, ...run },
  states,
});

const whole = (): Reported[] => [
  entered('PENDING', { agoMs: 300 }),
  entered('RUNNING', { agoMs: 200 }),
  entered('COMPLETED', { agoMs: 50 }),
];

describe('a report', () => {
  test('makes task runs and tells what they went through, when it was', async () => {
    await using app = await testApp();
    const { flowRunId, leaseToken } = await running(app);
    app.clock.advance(1000);
    const task = news(0, whole(), { name: 'load-0', tags: ['big'] });
    expect(await app.caller.taskRuns.report({ flowRunId, leaseToken, tasks: [task] })).toEqual([
      { id: task.id, accepted: 3, refused: null },
    ]);
    const ago = (ms: number): Date => new Date(app.clock.now().getTime() - ms);
    expect(await app.caller.taskRuns.read({ id: task.id })).toMatchObject({
      name: 'load-0',
      tags: ['big'],
      stateName: 'Completed',
      runCount: 1,
      flowRunRunCount: 1,
      expectedStartTime: ago(300),
      startTime: ago(200),
      endTime: ago(50),
      totalRunTime: 0.15,
      labels: { 'prefect.flow-run.id': flowRunId },
    });
    const states = await app.caller.taskRuns.states({ id: task.id });
    expect(states.map(({ name, timestamp }) => [name, timestamp])).toEqual([
      ['Pending', ago(300)],
      ['Running', ago(200)],
      ['Completed', ago(50)],
    ]);
  });

  test('changes nothing when it is repeated, and is answered as it was', async () => {
    await using app = await testApp();
    const { flowRunId, leaseToken } = await running(app);
    const failing = news(1, [entered('RUNNING'), entered('FAILED')], {
      empiricalPolicy: { retries: 1, retryDelay: 5 },
    });
    const report = { flowRunId, leaseToken, tasks: [news(0, whole()), failing] };
    const first = await app.caller.taskRuns.report(report);
    expect(first[1]).toMatchObject({
      accepted: 1,
      refused: { status: 'REJECT', state: { name: 'AwaitingRetry' } },
    });
    const before = await app.caller.taskRuns.list({});
    app.clock.advance(1000);
    const again = await app.caller.taskRuns.report(report);
    expect(again.map(({ id, accepted, refused }) => [id, accepted, refused?.state])).toEqual(
      first.map(({ id, accepted, refused }) => [id, accepted, refused?.state]),
    );
    expect(
      (await app.caller.taskRuns.list({})).results.map(({ stateId, runCount }) => [stateId, runCount]),
    ).toEqual(before.results.map(({ stateId, runCount }) => [stateId, runCount]));
    for (const { id } of first)
      expect((await app.caller.taskRuns.states({ id })).length).toBeLessThanOrEqual(3);
  });

  test('goes on where an earlier one was cut off', async () => {
    await using app = await testApp();
    const { flowRunId, leaseToken } = await running(app);
    const task = news(0, whole());
    const begun = { ...task, states: task.states.slice(0, 2) };
    await app.caller.taskRuns.report({ flowRunId, leaseToken, tasks: [begun] });
    const [answer] = await app.caller.taskRuns.report({ flowRunId, leaseToken, tasks: [task] });
    expect(answer).toEqual({ id: task.id, accepted: 3, refused: null });
    expect(await app.caller.taskRuns.states({ id: task.id })).toHaveLength(3);
  });

  test('of a thousand tasks takes two calls', async () => {
    await using app = await testApp();
    const { flowRunId, leaseToken } = await running(app);
    const tasks = Array.from({ length: 1000 }, (_, index) => news(index, whole()));
    for (const part of [tasks.slice(0, 500), tasks.slice(500)]) {
      const answers = await app.caller.taskRuns.report({ flowRunId, leaseToken, tasks: part });
      expect(answers.every(({ accepted }) => accepted === 3)).toBe(true);
    }
    const completed = { taskRuns: { state: { type: { any: ['COMPLETED' as const] } } } };
    expect(await app.caller.taskRuns.count(completed)).toBe(1000);
  });

  test('is answered by the task run that has the keys, under another id too', async () => {
    await using app = await testApp();
    const { flowRunId, leaseToken } = await running(app);
    const { run } = await app.caller.taskRuns.create({ flowRunId, taskKey: 'load', dynamicKey: '0' });
    const [answer] = await app.caller.taskRuns.report({
      flowRunId,
      leaseToken,
      tasks: [news(0, [entered('RUNNING')])],
    });
    expect(answer).toEqual({ id: run.id, accepted: 1, refused: null });
  });

  test('that names no state makes a Pending task run, once', async () => {
    await using app = await testApp();
    const { flowRunId, leaseToken } = await running(app);
    const report = { flowRunId, leaseToken, tasks: [news(0, [])] };
    const [answer] = await app.caller.taskRuns.report(report);
    await app.caller.taskRuns.report(report);
    const states = await app.caller.taskRuns.states({ id: answer?.id ?? '' });
    expect(states.map(({ name }) => name)).toEqual(['Pending']);
  });

  test('that is wrong in one place is answered there, and the others are taken', async () => {
    await using app = await testApp();
    const { flowRunId, leaseToken } = await running(app);
    const lone = await app.caller.taskRuns.create({ taskKey: 'lone', dynamicKey: '0' });
    const answers = await app.caller.taskRuns.report({
      flowRunId,
      leaseToken,
      tasks: [
        { id: randomUUID(), run: null, states: [entered('RUNNING')] },
        { id: lone.run.id, run: null, states: [entered('RUNNING')] },
        { ...news(1, [entered('RUNNING')]), id: lone.run.id },
        news(2, [entered('RUNNING')]),
      ],
    });
    expect(answers.map(({ accepted, refused }) => [accepted, refused?.status])).toEqual([
      [0, 'ABORT'],
      [0, 'ABORT'],
      [0, 'ABORT'],
      [1, undefined],
    ]);
    expect((await app.caller.taskRuns.read({ id: lone.run.id })).stateName).toBe('Pending');
  });

  test('of a run that is another runner’s changes nothing', async () => {
    await using app = await testApp();
    const { flowRunId, leaseToken } = await running(app);
    const stale = { flowRunId, leaseToken: leaseToken + 1, tasks: [news(0, whole())] };
    await expect(app.caller.taskRuns.report(stale)).rejects.toThrow(/no longer yours/);
    expect(await app.caller.taskRuns.count({})).toBe(0);
  });

  test('begins no task in a flow run that is being cancelled', async () => {
    await using app = await testApp();
    const { flowRunId, leaseToken } = await running(app);
    await app.caller.flowRuns.setState({ id: flowRunId, state: { type: 'CANCELLING' } });
    const [answer] = await app.caller.taskRuns.report({ flowRunId, leaseToken, tasks: [news(0, whole())] });
    expect(answer).toMatchObject({ accepted: 1, refused: { status: 'ABORT', state: { name: 'Pending' } } });
  });
});
