import { until } from '@carillon/testing/until';
import { describe, expect, it } from 'vitest';
import { logOf } from '../../fixtures/runs.ts';
import { openStage } from '../../fixtures/stage.ts';

describe.each([
  ['with the stream', true],
  ['with polling alone', false],
])('a flow that pauses, by a runner %s', (_, stream) => {
  it('waits in its process, out of its timeout, and goes on with the input that it is given', async () => {
    await using stage = await openStage({ stream, leaseSeconds: 1 });
    await stage.runner({ settings: { pollSeconds: 0.3 } });
    const run = await stage.makeRun('paused');
    const { timestamp } = await stage.untilState(run, 'Paused');
    // Longer than its timeout and than its lease, which its runner keeps alive.
    await until('two seconds are over', () => Date.now() - timestamp.getTime() > 2500);
    const resume = (runInput: { approved?: unknown }) =>
      stage.client.flowRuns.resume({ id: run.id, runInput: runInput as { approved: boolean } });
    expect(await resume({ approved: 'perhaps' })).toMatchObject({
      status: 'REJECT',
      details: { reason: expect.stringContaining('approved') },
    });
    expect(await resume({ approved: true })).toMatchObject({ status: 'ACCEPT' });
    const completed = await stage.untilState(run, 'Completed');
    expect(completed.data).toEqual({ approved: true, by: 'nobody', pid: expect.any(Number) });
    expect(await stage.stateNames(run)).toEqual([
      'Scheduled',
      'Pending',
      'Running',
      'Paused',
      'Running',
      'Completed',
    ]);
    expect(await logOf(stage.client, run)).toEqual(['goes on']);
  });

  it('has failed when nobody resumes it in time, and its process has ended', async () => {
    await using stage = await openStage({ stream });
    const runner = await stage.runner({ settings: { pollSeconds: 0.3 } });
    const run = await stage.makeRun('paused', { timeout: 1 });
    const failed = await stage.untilState(run, 'Failed', 20_000);
    expect(failed.message).toBe('The flow was paused and never resumed.');
    await until('its process has ended', () => runner.ended.length === 1, 20_000);
    expect(runner.ended[0]).toMatchObject({ runId: run.id, state: 'Failed' });
    expect((await stage.client.flowRuns.read({ id: run.id })).state).toEqual(failed);
  });

  it('is cancelled like any other', async () => {
    await using stage = await openStage({ stream, leaseSeconds: 1 });
    await stage.runner({ settings: { pollSeconds: 0.3 } });
    const run = await stage.makeRun('paused');
    await stage.untilState(run, 'Paused');
    await stage.client.flowRuns.setState({ id: run.id, state: { type: 'CANCELLING' } });
    await stage.untilState(run, 'Cancelled');
    expect(await logOf(stage.client, run)).toEqual([]);
  });

  it('is Crashed with its runner, which nobody waits for in vain', async () => {
    await using stage = await openStage({ stream, leaseSeconds: 1 });
    const runner = await stage.runner();
    const run = await stage.makeRun('paused');
    await stage.untilState(run, 'Paused');
    runner.stop();
    runner.stopAtOnce();
    await runner.done;
    await stage.untilState(run, 'Crashed');
  });
});

describe.each([
  ['with the stream', true],
  ['with polling alone', false],
])('a flow that suspends, by a runner %s', (_, stream) => {
  it('ends its process, and begins anew for whoever resumes it, past the pauses that it has had', async () => {
    await using stage = await openStage({ stream });
    const runner = await stage.runner();
    const run = await stage.makeRun('suspended');
    await stage.untilState(run, 'Suspended');
    await until('its process has ended', () => runner.ended.length === 1);
    expect(runner.ended[0]).toMatchObject({ runId: run.id, state: 'Suspended' });
    await stage.client.flowRuns.resume({ id: run.id, runInput: { approved: false } });
    await until('it is suspended again', async () => runner.ended.length === 2);
    await stage.client.flowRuns.resume({ id: run.id });
    const completed = await stage.untilState(run, 'Completed');
    expect(completed.data).toEqual({ approved: false });
    const once = ['Pending', 'Running'];
    expect(await stage.stateNames(run)).toEqual([
      'Scheduled',
      ...[...once, 'Suspended', 'Resuming'],
      ...[...once, 'Suspended', 'Resuming'],
      ...[...once, 'Completed'],
    ]);
    expect((await stage.client.flowRuns.read({ id: run.id })).runCount).toBe(1);
    const { results } = await stage.client.taskRuns.list({ taskRuns: { flowRunId: { any: [run.id] } } });
    expect(results.map(({ name, stateName }) => [name, stateName])).toEqual([['fetch rows-0', 'Completed']]);
  });
});
