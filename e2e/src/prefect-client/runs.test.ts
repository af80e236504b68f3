import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { until } from '@carillon/testing/until';
import { expect } from 'vitest';
import { logOf, stateNames, untilState } from '../../../packages/runner/fixtures/runs.ts';
import {
  describeStock,
  patienceMs,
  served as test,
  untilLogged,
} from '../../fixtures/prefect-client/test.ts';

describeStock('runs that Carillon is asked for and Python executes', () => {
  test('parameters go in; logs and task runs come out', async ({ served: { client, folder } }) => {
    const run = await client.run('sums/stock', { number: 20, marker: path.join(folder, randomUUID()) });
    await untilState(client, run, 'Completed', patienceMs);
    expect(await stateNames(client, run)).toEqual([
      'Scheduled',
      'Pending',
      'Submitting',
      'Running',
      'Completed',
    ]);
    await untilLogged(client, run, /^the sum is 60$/);
    expect(await logOf(client, run)).toContain('doubling 20');

    const taskRuns = await until('all tasks have ended', async () => {
      const { results } = await client.taskRuns.list({ flowRuns: { id: { any: [run.id] } } });
      return results.filter(({ stateName }) => stateName === 'Completed').length === 3 && results;
    });
    const [add, double, lucky] = taskRuns.sort((a, b) => a.name.localeCompare(b.name));
    expect([add, double, lucky].map((task) => task?.name.split('-')[0])).toEqual(['add', 'double', 'lucky']);
    expect(add?.taskInputs.left).toEqual([{ inputType: 'task_run', id: double?.id }]);
    expect(lucky?.runCount).toBe(2);
    const states = lucky === undefined ? [] : await client.taskRuns.states({ id: lucky.id });
    expect(states.map(({ name }) => name)).toEqual(['Pending', 'Running', 'Retrying', 'Completed']);
  });

  test('a flow that raises is Failed, and says why', async ({ served: { client } }) => {
    const run = await client.run('fails/stock', { reason: 'on purpose' });
    const { type, message } = await untilState(client, run, 'Failed', patienceMs);
    expect(type).toBe('FAILED');
    expect(message).toBe('Flow run encountered an exception: RuntimeError: on purpose');
  });

  test('a process that dies is Crashed, with its status', async ({ served: { client } }) => {
    const run = await client.run('crashes/stock', {});
    const { type, message } = await untilState(client, run, 'Crashed', patienceMs);
    expect(type).toBe('CRASHED');
    expect(message).toMatch(/status code: 7/);
  });

  test('a run is attempted again by the process that has it', async ({ served: { client } }) => {
    const run = await client.run('retried/stock', { succeed_at: 3 });
    await untilState(client, run, 'Completed', patienceMs);
    expect(await stateNames(client, run)).toEqual([
      ...['Scheduled', 'Pending', 'Submitting', 'Running'],
      ...['AwaitingRetry', 'Running', 'AwaitingRetry', 'Running', 'Completed'],
    ]);
    expect((await run.read()).runCount).toBe(3);
  });

  test('a run of a flow within a flow has its parent, and a task run that stands for it', async ({
    served: { client },
  }) => {
    const run = await client.run('parent/stock', {});
    await untilState(client, run, 'Completed', patienceMs);
    const children = await client.flowRuns.list({
      flowRuns: { parentFlowRunId: { any: [run.id] } },
      sort: 'START_TIME_ASC',
    });
    expect(children.results.map(({ parameters, stateName }) => [parameters, stateName])).toEqual([
      [{ number: 1 }, 'Completed'],
      [{ number: 2 }, 'Completed'],
    ]);
    const standIns = await client.taskRuns.list({ flowRuns: { id: { any: [run.id] } } });
    const told = standIns.results.map(({ id, state }) => [
      id,
      state?.name,
      state?.stateDetails.childFlowRunId,
    ]);
    expect(new Set(told)).toEqual(
      new Set(children.results.map(({ id, parentTaskRunId }) => [parentTaskRunId, 'Completed', id])),
    );
  });

  test('prefect deployment run --watch follows a run to its end', async ({ served: { client, prefect } }) => {
    const said = await prefect('deployment', 'run', 'retried/stock', '--param', 'succeed_at=1', '--watch');
    expect(said).toMatch(/finished successfully/i);
    const [, id = ''] = said.match(/UUID: (\S+)/) ?? [];
    expect((await client.flowRuns.read({ id })).stateName).toBe('Completed');
  });
});
