import { rmSync } from 'node:fs';
import { until } from '@carillon/testing/until';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startProgram } from '../../fixtures/program-process.ts';
import { logOf } from '../../fixtures/runs.ts';
import { newGate, openStage } from '../../fixtures/stage.ts';

const gate = () => {
  const made = newGate();
  onTestFinished(() => rmSync(made.path, { force: true }));
  return made;
};

describe.each([
  ['with the stream', true],
  ['with polling alone', false],
])('a runner %s', (_, stream) => {
  it('starts a run at its due instant, and reports its result and its log', async () => {
    await using stage = await openStage({ stream });
    const runner = await stage.runner();
    const { path, open } = gate();
    open();
    const due = new Date(Date.now() + 1000);
    const run = await stage.makeRun('gated', { gate: path }, due);
    const completed = await stage.untilState(run, 'Completed');
    expect(completed.data).toEqual({ attempt: 1 });
    expect(await logOf(stage.client, run)).toEqual(['attempt 1']);
    const states = await stage.client.flowRuns.states({ id: run.id });
    expect(states.map(({ name }) => name)).toEqual(['Scheduled', 'Pending', 'Running', 'Completed']);
    const claimed = states[1]?.timestamp.getTime() ?? 0;
    expect(claimed - due.getTime()).toBeGreaterThanOrEqual(0);
    expect(claimed - due.getTime()).toBeLessThan(250);
    const [end] = await until('the end is told', () => runner.ended.length === 1 && runner.ended);
    expect(end).toMatchObject({ runId: run.id, deployment: 'gated/it', schedule: null, state: 'Completed' });
    expect(end?.lateMs).toBeGreaterThanOrEqual(0);
    expect(end?.durationMs).toBeGreaterThan(0);
  });

  it('attempts a failed run again', async () => {
    await using stage = await openStage({ stream });
    await stage.runner();
    const run = await stage.makeRun('retried');
    const completed = await stage.untilState(run, 'Completed');
    expect(completed.data).toEqual({ attempt: 2 });
    expect(await stage.stateNames(run)).toEqual([
      'Scheduled',
      'Pending',
      'Running',
      'AwaitingRetry',
      'Pending',
      'Running',
      'Completed',
    ]);
  });

  it('ends a run that takes longer than its timeout', async () => {
    await using stage = await openStage({ stream });
    await stage.runner();
    const run = await stage.makeRun('overdue');
    const { type, message } = await stage.untilState(run, 'TimedOut');
    expect({ type, message }).toEqual({ type: 'FAILED', message: 'timed out after 0.2 s' });
  });

  it('ends a run that is cancelled, whatever its flow does', async () => {
    await using stage = await openStage({ stream, leaseSeconds: 3 });
    await stage.runner();
    const run = await stage.makeRun('endless');
    await stage.untilState(run, 'Running');
    await stage.client.flowRuns.setState({ id: run.id, state: { type: 'CANCELLING' } });
    await stage.untilState(run, 'Cancelled');
  });

  it('runs no more at once than its limit, and all in the end', async () => {
    await using stage = await openStage({ stream });
    await stage.runner({ limit: 2 });
    const runs = await Promise.all(Array.from({ length: 5 }, () => stage.makeRun('brief')));
    for (const run of runs) await stage.untilState(run, 'Completed');
    const moments = await Promise.all(
      runs.map(async ({ id }) => {
        const states = await stage.client.flowRuns.states({ id });
        const at = (name: string) => states.find((state) => state.name === name)?.timestamp.getTime() ?? 0;
        return { from: at('Pending'), to: at('Completed') };
      }),
    );
    const atOnce = moments.map(
      ({ from }) => moments.filter((other) => other.from <= from && from < other.to).length,
    );
    expect(Math.max(...atOnce)).toBe(2);
  });

  it('reports a run that ended while the server was away', async () => {
    await using stage = await openStage({ stream });
    await stage.runner();
    const { path, open } = gate();
    const run = await stage.makeRun('gated', { gate: path });
    await until('the flow runs', async () => (await logOf(stage.client, run)).includes('attempt 1'));
    await stage.stopServer();
    open();
    await stage.startServer();
    const completed = await stage.untilState(run, 'Completed');
    expect(completed.data).toEqual({ attempt: 1 });
    expect(await stage.stateNames(run)).toEqual(['Scheduled', 'Pending', 'Running', 'Completed']);
    const next = await stage.makeRun('brief');
    await stage.untilState(next, 'Completed');
  });

  it('changes nothing with the late report of a runner that was frozen', async () => {
    await using stage = await openStage({ stream, leaseSeconds: 2 });
    const frozen = startProgram('runner-process', [stage.url, stream ? 'stream' : 'poll']);
    const { path, open } = gate();
    const run = await stage.makeRun('persistent', { gate: path });
    await until('the flow runs', async () => (await logOf(stage.client, run)).includes('attempt 1'));
    frozen.kill('SIGSTOP');
    await stage.runner();
    const completed = await stage.untilState(run, 'Completed');
    expect(completed.data).toEqual({ attempt: 2 });
    const states = await stage.stateNames(run);
    expect(states).toEqual([
      'Scheduled',
      'Pending',
      'Running',
      'Crashed',
      'AwaitingRetry',
      'Pending',
      'Running',
      'Completed',
    ]);
    open();
    frozen.kill('SIGCONT');
    await frozen.said(/its lease is lost|could not be reported/);
    expect(await stage.stateNames(run)).toEqual(states);
    expect((await stage.client.flowRuns.read({ id: run.id })).state).toEqual(completed);
    frozen.kill('SIGTERM');
    await frozen.said(/^drained$/);
  });

  it('leaves its runs Crashed when it is killed, within lease and one pass', async () => {
    await using stage = await openStage({ stream, leaseSeconds: 1 });
    const killed = startProgram('runner-process', [stage.url, stream ? 'stream' : 'poll']);
    const run = await stage.makeRun('endless');
    await until('the flow runs', async () => (await logOf(stage.client, run)).includes('spins'));
    killed.kill('SIGKILL');
    const at = performance.now();
    await stage.untilState(run, 'Crashed');
    expect(performance.now() - at).toBeLessThan(2500);
  });
});

describe.each([
  ['with the stream', true],
  ['with polling alone', false],
])('a runner that is told to end, %s', (_, stream) => {
  it('hands back what has not begun', async () => {
    await using stage = await openStage({ stream });
    const runner = await stage.runner();
    const due = new Date(Date.now() + 300);
    const run = await stage.makeRun('loading', {}, due);
    await stage.untilState(run, 'Pending');
    runner.stop();
    await runner.done;
    const { state, leaseExpiresAt } = await stage.client.flowRuns.read({ id: run.id });
    expect(state).toMatchObject({
      type: 'SCHEDULED',
      name: 'Scheduled',
      stateDetails: { scheduledTime: due },
    });
    expect(leaseExpiresAt).toBeNull();
  });

  it('lets what runs finish, and claims nothing more', async () => {
    await using stage = await openStage({ stream });
    const runner = await stage.runner();
    const { path, open } = gate();
    const run = await stage.makeRun('gated', { gate: path });
    await stage.untilState(run, 'Running');
    runner.stop();
    const later = await stage.makeRun('brief');
    open();
    await runner.done;
    expect(await stage.stateNames(run)).toEqual(['Scheduled', 'Pending', 'Running', 'Completed']);
    expect(await stage.stateNames(later)).toEqual(['Scheduled']);
  });

  it.each([
    ['when its time is over', { drainSeconds: 0.2 }],
    ['at once, when told again', { drainSeconds: 600 }],
  ])('ends what does not finish: %s', async (__, settings) => {
    await using stage = await openStage({ stream });
    const runner = await stage.runner({ settings });
    const run = await stage.makeRun('endless');
    await stage.untilState(run, 'Running');
    runner.stop();
    if (settings.drainSeconds === 600) runner.stopAtOnce();
    await runner.done;
    const { state } = await stage.client.flowRuns.read({ id: run.id });
    expect(state).toMatchObject({ type: 'CRASHED', message: 'the runner was stopped' });
  });
});
