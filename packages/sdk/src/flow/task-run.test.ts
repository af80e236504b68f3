import { describe, expect, test } from 'vitest';
import { recordedRun } from '../../fixtures/recorded-run.ts';
import { task } from './task.ts';

describe('each call of a task in a run is reported', () => {
  test('with what it is called by, and how it ended', async () => {
    const run = recordedRun();
    const add = task({
      name: 'add',
      tags: ['sums'],
      retries: 2,
      retryDelay: '10s',
      run: (n: number) => n + 1,
    });
    await run.in(async () => [await add(1), await add(2)]);
    expect(run.calls).toEqual(
      Array(2).fill({
        name: 'add',
        tags: ['sums'],
        retries: 2,
        retryDelaySeconds: 10,
        parentId: null,
        inputs: {},
        concurrency: null,
        cache: null,
      }),
    );
    expect(run.told).toEqual([
      ['task-1', 'begins', undefined],
      ['task-1', 'completed', 2],
      ['task-2', 'begins', undefined],
      ['task-2', 'completed', 3],
    ]);
  });

  test('with each attempt, its failure, and the last one', async () => {
    const run = recordedRun();
    const fails = task({
      name: 'fails',
      retries: 1,
      run: (_, { attempt }) => {
        throw new Error(`at attempt ${attempt}`);
      },
    });
    await expect(run.in(() => fails())).rejects.toThrow('at attempt 2');
    const failure = (attempt: number) => ({ error: `Error: at attempt ${attempt}`, timedOut: false });
    expect(run.told.map(([, ...told]) => told)).toEqual([
      ['begins', undefined],
      ['retrying', { ...failure(1), delaySeconds: 0 }],
      ['begins', undefined],
      ['failed', failure(2)],
    ]);
    expect(run.lines).toEqual(['task fails failed and is tried again']);
  });

  test('as timed out when its own time is over, and only then', async () => {
    const run = recordedRun();
    const inner = task({ name: 'inner', timeout: '20ms', run: () => new Promise(() => {}) });
    const outer = task({ name: 'outer', timeout: '10s', run: () => inner() });
    await expect(run.in(() => outer())).rejects.toThrow('task inner had not ended after 0.02 s');
    const error = 'Error: task inner had not ended after 0.02 s';
    expect(run.told.filter(([, what]) => what === 'failed')).toEqual([
      ['task-2', 'failed', { error, timedOut: true }],
      ['task-1', 'failed', { error, timedOut: false }],
    ]);
  });

  test('with no end when its run is aborted: whoever aborts it knows why', async () => {
    const cancelled = new AbortController();
    const run = recordedRun({ signal: cancelled.signal });
    const stuck = task({
      name: 'stuck',
      retries: 3,
      run: () => {
        cancelled.abort(new Error('cancelled'));
        return new Promise(() => {});
      },
    });
    await expect(run.in(() => stuck())).rejects.toThrow('cancelled');
    expect(run.told).toEqual([['task-1', 'begins', undefined]]);
  });

  test('with the task that called it, and the tasks that its input came from', async () => {
    const run = recordedRun();
    const fetchRows = task({ name: 'fetch', run: (region: string) => [{ region }] });
    const count = task({ name: 'count', run: ({ rows }: { rows: object[]; label: string }) => rows.length });
    const merge = task({ name: 'merge', run: (lists: object[][]) => lists.flat() });
    const whole = task({ name: 'whole', run: (rows: object[]) => count({ rows, label: 'all' }) });
    await run.in(async () => {
      const [eu, us] = [await fetchRows('eu'), await fetchRows('us')];
      await whole(await merge([eu, us]));
    });
    expect(run.calls.map(({ name, parentId, inputs }) => ({ name, parentId, inputs }))).toEqual([
      { name: 'fetch', parentId: null, inputs: {} },
      { name: 'fetch', parentId: null, inputs: {} },
      { name: 'merge', parentId: null, inputs: { input: ['task-1', 'task-2'] } },
      { name: 'whole', parentId: null, inputs: { input: ['task-3'] } },
      { name: 'count', parentId: 'task-4', inputs: { rows: ['task-3'] } },
    ]);
  });
});

describe('a task with a cache', () => {
  const counted = (options: { refresh?: boolean } = {}) => {
    let runs = 0;
    const rows = task({
      name: 'rows',
      cache: { key: (region: string) => `rows of ${region}`, ttl: '1h', ...options },
      run: (region: string) => {
        runs += 1;
        return { region, at: new Date(0), none: undefined };
      },
    });
    return { rows, runs: () => runs };
  };
  const kept = { 'rows of eu': { region: 'eu', at: 'long ago' } };

  test('takes what is kept under its key instead of running', async () => {
    const run = recordedRun({ kept });
    const { rows, runs } = counted();
    expect(await run.in(() => rows('eu'))).toEqual({ region: 'eu', at: 'long ago' });
    expect(runs()).toBe(0);
    expect(run.calls[0]?.cache).toEqual({ key: 'rows of eu', ttlSeconds: 3600, refresh: false });
  });

  test('answers JSON when it runs, too, so that both ways are one', async () => {
    const run = recordedRun();
    const { rows, runs } = counted();
    expect(await run.in(() => rows('us'))).toEqual({ region: 'us', at: '1970-01-01T00:00:00.000Z' });
    expect(runs()).toBe(1);
    expect(run.told.at(-1)).toEqual([
      'task-1',
      'completed',
      { region: 'us', at: '1970-01-01T00:00:00.000Z' },
    ]);
  });

  test('runs in any case where it is to refresh what is kept', async () => {
    const run = recordedRun({ kept });
    const { rows, runs } = counted({ refresh: true });
    await run.in(() => rows('eu'));
    expect(runs()).toBe(1);
  });

  test('has failed when its result has no JSON form', async () => {
    const run = recordedRun();
    const big = task({ name: 'big', cache: { key: () => 'big' }, run: () => 1n });
    await expect(run.in(() => big())).rejects.toMatchObject({ code: 'VALUE_NOT_JSON' });
    expect(run.told.at(-1)).toMatchObject(['task-1', 'failed', { timedOut: false }]);
  });
});
