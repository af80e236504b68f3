import { rmSync } from 'node:fs';
import type { TaskRun } from '@carillon/core';
import { createClient } from '@carillon/sdk';
import { until } from '@carillon/testing/until';
import { describe, expect, it, onTestFinished } from 'vitest';
import { logOf } from '../../fixtures/runs.ts';
import { newGate, openStage, type Stage, type StageRun } from '../../fixtures/stage.ts';

const gate = () => {
  const made = newGate();
  onTestFinished(() => rmSync(made.path, { force: true }));
  return made;
};

const tasksOf = async ({ client }: Stage, { id }: StageRun): Promise<TaskRun[]> => {
  const { results } = await client.taskRuns.list({
    taskRuns: { flowRunId: { any: [id] } },
    sort: 'EXPECTED_START_TIME_ASC',
  });
  return results;
};
const namesOf = async ({ client }: Stage, task: TaskRun | undefined): Promise<string[]> =>
  task ? (await client.taskRuns.states({ id: task.id })).map(({ name }) => name) : [];
const ended = ['Pending', 'Running', 'Completed'];

describe.each([
  ['with the stream', true],
  ['with polling alone', false],
])('the tasks of a flow, by a runner %s', (_, stream) => {
  it("are task runs with what they came from, and their lines are told from the flow's", async () => {
    await using stage = await openStage({ stream });
    await stage.runner();
    const run = await stage.makeRun('stepped');
    expect((await stage.untilState(run, 'Completed')).data).toBe(2);
    const tasks = await tasksOf(stage, run);
    expect(tasks.map(({ name }) => name).sort()).toEqual(['count rows-0', 'fetch rows-0', 'fetch rows-1']);
    const [eu, us, count] = ['fetch rows-0', 'fetch rows-1', 'count rows-0'].map((name) =>
      tasks.find((task) => task.name === name),
    );
    expect(eu).toMatchObject({ taskKey: 'fetch rows', dynamicKey: '0', tags: ['rows'], runCount: 1 });
    expect(count?.taskInputs).toEqual({
      input: [eu, us].map((task) => ({ inputType: 'task_run', id: task?.id })),
    });
    for (const task of tasks) expect(await namesOf(stage, task)).toEqual(ended);
    const { results: lines } = await stage.client.logs.list({ logs: { flowRunId: { any: [run.id] } } });
    expect(lines.map(({ message, taskRunId }) => [message, taskRunId])).toEqual([
      ['begins', null],
      ['fetching eu', eu?.id],
      ['console of eu', eu?.id],
      ['fetching us', us?.id],
      ['console of us', us?.id],
    ]);
  });

  it('are tried again as they say, each attempt a state', async () => {
    await using stage = await openStage({ stream });
    await stage.runner();
    const run = await stage.makeRun('tasks-retried');
    expect((await stage.untilState(run, 'Completed')).data).toEqual([3, 'no']);
    const [third, never] = await tasksOf(stage, run);
    const again = ['AwaitingRetry', 'Retrying'];
    expect(await namesOf(stage, third)).toEqual(['Pending', 'Running', ...again, ...again, 'Completed']);
    expect(third?.runCount).toBe(3);
    expect(await namesOf(stage, never)).toEqual(['Pending', 'Running', ...again, 'Failed']);
    expect(never?.state?.message).toBe('Error: no');
  });

  it('are told how they ended when the flow ends before them', async () => {
    await using stage = await openStage({ stream });
    await stage.runner();
    const { path } = gate();
    const run = await stage.makeRun('leaves-open', { gate: path });
    await stage.untilState(run, 'Failed');
    const tasks = await tasksOf(stage, run);
    expect(tasks.map(({ name, stateName, state }) => [name, stateName, state?.message]).sort()).toEqual([
      ['overdue-0', 'TimedOut', 'Error: task overdue had not ended after 0.05 s'],
      ['until file-0', 'Cancelled', 'the flow ended before it'],
    ]);
  });

  it('cost few calls where they are many and quick', async () => {
    await using stage = await openStage({ stream });
    const calls = new Map<string, number>();
    const counting: typeof fetch = async (...request) => {
      const { pathname } = new URL(String(request[0]));
      for (const procedure of pathname.replace('/trpc/', '').split(',')) {
        calls.set(procedure, (calls.get(procedure) ?? 0) + 1);
      }
      return fetch(...request);
    };
    const runner = await stage.runner({ using: createClient({ url: stage.url, fetch: counting }) });
    const run = await stage.makeRun('thousand');
    await stage.untilState(run, 'Completed');
    await until('the end is told', () => runner.ended.length === 1);
    const counted = await stage.client.taskRuns.count({
      taskRuns: { flowRunId: { any: [run.id] }, state: { name: { any: ['Completed'] } } },
    });
    expect(counted).toBe(1000);
    // 500 task runs a call, and one more where the flow takes longer than until the first of them leaves.
    expect(calls.get('taskRuns.report')).toBeLessThanOrEqual(4);
    expect(calls.get('flowRuns.setState')).toBe(2);
  });

  it('wait for a slot of the limit on their tag', async () => {
    await using stage = await openStage({ stream });
    await stage.client.concurrencyLimits.create({ name: 'tag:database', limit: 1 });
    await stage.runner();
    const run = await stage.makeRun('limited-tasks');
    await stage.untilState(run, 'Completed');
    const lines = await logOf(stage.client, run);
    expect(lines).toHaveLength(6);
    for (const [index, line] of lines.entries()) {
      expect(line).toMatch(index % 2 === 0 ? /^begin/ : new RegExp(`^end ${lines[index - 1]?.slice(-1)}$`));
    }
  });

  it('take a result that is kept under their cache key', async () => {
    await using stage = await openStage({ stream });
    await stage.runner();
    const [first, again, other] = await Promise.all(
      ['monday', 'tuesday'].map((day) => stage.makeRun('cached', { day })),
    ).then(async ([monday, tuesday]) => {
      if (!monday || !tuesday) throw new Error('two runs were made');
      const before = await stage.untilState(monday, 'Completed');
      const run = await stage.makeRun('cached', { day: 'monday' });
      return [
        before,
        { ...(await stage.untilState(run, 'Completed')), run },
        await stage.untilState(tuesday, 'Completed'),
      ] as const;
    });
    expect(again.data).toEqual(first.data);
    expect(other.data).not.toEqual(first.data);
    const [task] = await tasksOf(stage, again.run);
    expect(await namesOf(stage, task)).toEqual(['Pending', 'Cached']);
  });

  it('are reported in full when the server was away while they ran', async () => {
    await using stage = await openStage({ stream });
    await stage.runner();
    const { path, open } = gate();
    const run = await stage.makeRun('outer-gate', { gate: path });
    await until('the inner flow runs', async () => {
      const { results } = await stage.client.flowRuns.list({
        flowRuns: { parentFlowRunId: { any: [run.id] } },
      });
      return results[0]?.stateName === 'Running';
    });
    await stage.stopServer();
    open();
    await stage.startServer();
    await stage.untilState(run, 'Completed');
    const { results } = await stage.client.flowRuns.list({
      flowRuns: { parentFlowRunId: { any: [run.id] } },
    });
    expect(results.map(({ stateName }) => stateName)).toEqual(['Completed']);
    const [child] = results;
    const tasks = child ? await tasksOf(stage, child) : [];
    expect(tasks.map(({ stateName }) => stateName)).toEqual(['Completed']);
  });
});

describe.each([
  ['with the stream', true],
  ['with polling alone', false],
])('a flow that another one calls, by a runner %s', (_, stream) => {
  const childOf = async ({ client }: Stage, { id }: StageRun) => {
    const { results } = await client.flowRuns.list({ flowRuns: { parentFlowRunId: { any: [id] } } });
    expect(results).toHaveLength(1);
    const [child] = results;
    if (child === undefined) throw new Error('there is no child');
    return child;
  };

  it('is a run of its own with its own tasks and log; its parent has a task run that stands in for it', async () => {
    await using stage = await openStage({ stream });
    await stage.runner();
    const run = await stage.makeRun('outer', { failures: 0 });
    expect((await stage.untilState(run, 'Completed')).data).toEqual({ rows: 1 });
    const child = await childOf(stage, run);
    expect(child).toMatchObject({ parameters: { n: 7, failures: 0 }, tags: ['inner'], deploymentId: null });
    expect(child.state?.data).toBe(1);
    expect(await stage.stateNames(child)).toEqual(ended);
    const [standIn, ...others] = await tasksOf(stage, run);
    expect(others).toEqual([]);
    expect(standIn).toMatchObject({ id: child.parentTaskRunId, name: 'inner-0', stateName: 'Completed' });
    const names = (await tasksOf(stage, child)).map(({ name }) => name);
    expect(names.sort()).toEqual(['count rows-0', 'fetch rows-0']);
    expect(await logOf(stage.client, child)).toEqual(['inner 7', 'fetching asia', 'console of asia']);
    expect(await logOf(stage.client, run)).toEqual([]);
  });

  it('is attempted again in the same process, as the server grants', async () => {
    await using stage = await openStage({ stream });
    await stage.runner();
    const run = await stage.makeRun('outer', { failures: 1 });
    expect((await stage.untilState(run, 'Completed')).data).toEqual({ rows: 1 });
    const child = await childOf(stage, run);
    expect(await stage.stateNames(child)).toEqual([
      'Pending',
      'Running',
      'AwaitingRetry',
      'Running',
      'Completed',
    ]);
    expect(await stage.stateNames(run)).toEqual(['Scheduled', 'Pending', 'Running', 'Completed']);
  });

  it('fails its caller when its attempts are used up', async () => {
    await using stage = await openStage({ stream });
    await stage.runner();
    const run = await stage.makeRun('outer', { failures: 9 });
    const failed = await stage.untilState(run, 'Failed');
    expect(failed.message).toBe('Error: inner failed at attempt 2');
    expect((await childOf(stage, run)).stateName).toBe('Failed');
  });

  it('is cancelled with its caller', async () => {
    await using stage = await openStage({ stream, leaseSeconds: 3 });
    await stage.runner();
    const { path } = gate();
    const run = await stage.makeRun('outer-gate', { gate: path });
    const child = await until('the inner flow runs', async () => {
      const { results } = await stage.client.flowRuns.list({
        flowRuns: { parentFlowRunId: { any: [run.id] } },
      });
      return results.find(({ stateName }) => stateName === 'Running');
    });
    await stage.client.flowRuns.setState({ id: run.id, state: { type: 'CANCELLING' } });
    await stage.untilState(run, 'Cancelled');
    await stage.untilState(child, 'Cancelled');
    await until('its task is, too', async () => (await tasksOf(stage, child))[0]?.stateName === 'Cancelled');
  });

  it('is cancelled by itself, and its caller goes on', async () => {
    await using stage = await openStage({ stream });
    await stage.runner();
    const { path } = gate();
    const run = await stage.makeRun('outer-gate', { gate: path });
    const child = await until('the inner flow runs', async () => {
      const { results } = await stage.client.flowRuns.list({
        flowRuns: { parentFlowRunId: { any: [run.id] } },
      });
      return results.find(({ stateName }) => stateName === 'Running');
    });
    await stage.client.flowRuns.setState({ id: child.id, state: { type: 'CANCELLING' } });
    await stage.untilState(child, 'Cancelled');
    const failed = await stage.untilState(run, 'Failed');
    expect(failed.message).toBe('AbortError: the run was cancelled');
  });
});
