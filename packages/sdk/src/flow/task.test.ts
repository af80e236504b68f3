import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Scope, setScopeStorage } from './ambient.ts';
import type { FlowContext, RunLog } from './context.ts';
import { localContext } from './local-context.ts';
import { task } from './task.ts';

const storage = new AsyncLocalStorage<Scope>();
const lines: string[] = [];
const note = (message: string): void => {
  lines.push(message);
};
const log: RunLog = { debug: note, info: note, warn: note, error: note };
const inRun = <T>(body: () => Promise<T>, context: Partial<FlowContext> = {}): Promise<T> =>
  storage.run({ context: { ...localContext({}), log, ...context }, reporter: null, taskRunId: null }, body);

beforeEach(() => {
  lines.length = 0;
  setScopeStorage(storage);
});
afterEach(() => setScopeStorage(null));

const failing = (failures: number, options: { retries?: number; retryDelay?: number } = {}) => {
  const attempts: number[] = [];
  const run = task({
    name: 'fetch rows',
    ...options,
    run: (region: string, { attempt }) => {
      attempts.push(attempt);
      if (attempt <= failures) throw new Error(`no rows at attempt ${attempt}`);
      return region;
    },
  });
  return { run, attempts };
};

describe('a task', () => {
  test('is tried again as often as it says, and tells the log', async () => {
    const { run, attempts } = failing(2, { retries: 2 });
    expect(await inRun(() => run('eu'))).toBe('eu');
    expect(attempts).toEqual([1, 2, 3]);
    expect(lines).toEqual(Array(2).fill('task fetch rows failed and is tried again'));
  });

  test('fails with the error of its last attempt', async () => {
    const { run, attempts } = failing(9, { retries: 1 });
    await expect(inRun(() => run('eu'))).rejects.toThrow('no rows at attempt 2');
    expect(attempts).toEqual([1, 2]);
  });

  test('is not tried again unless it says so', async () => {
    const { run, attempts } = failing(1);
    await expect(inRun(() => run('eu'))).rejects.toThrow('no rows at attempt 1');
    expect(attempts).toEqual([1]);
  });

  test('waits its delay between two attempts', async () => {
    const { run } = failing(1, { retries: 1, retryDelay: 0.05 });
    const before = performance.now();
    await inRun(() => run('eu'));
    expect(performance.now() - before).toBeGreaterThanOrEqual(45);
  });

  test('fails at once when its run is aborted while it waits to be tried again', async () => {
    const cancelled = new AbortController();
    const warn = (): void => queueMicrotask(() => cancelled.abort(new Error('cancelled')));
    const { run, attempts } = failing(9, { retries: 9, retryDelay: 60 });
    const outcome = inRun(() => run('eu'), { signal: cancelled.signal, log: { ...log, warn } });
    await expect(outcome).rejects.toThrow('cancelled');
    expect(attempts).toEqual([1]);
  });

  test('fails at once when its run is aborted in the middle of an attempt, which it does not repeat', async () => {
    const cancelled = new AbortController();
    let attempts = 0;
    const stuck = task({
      name: 'stuck',
      retries: 3,
      run: () => {
        attempts += 1;
        cancelled.abort(new Error('cancelled'));
        return new Promise(() => {});
      },
    });
    await expect(inRun(() => stuck(), { signal: cancelled.signal })).rejects.toThrow('cancelled');
    expect(attempts).toBe(1);
  });

  test('has its signal aborted when its own time is over, and has failed then', async () => {
    let reason: unknown;
    const slow = task({
      name: 'slow',
      timeout: '20ms',
      run: (_, { signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            reason = signal.reason;
          });
        }),
    });
    await expect(inRun(() => slow())).rejects.toThrow('task slow had not ended after 0.02 s');
    expect(reason).toBeInstanceOf(Error);
  });

  test('runs outside of any flow too', async () => {
    setScopeStorage(null);
    const { run } = failing(0);
    expect(await run('eu')).toBe('eu');
    expect(run.name).toBe('fetch rows');
  });
});
