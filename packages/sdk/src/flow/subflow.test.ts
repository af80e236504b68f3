import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { recordedRun } from '../../fixtures/recorded-run.ts';
import { flow } from './flow.ts';
import { task } from './task.ts';

const double = flow({
  name: 'double',
  tags: ['sums'],
  parameters: z.object({ n: z.number() }),
  run: ({ n }, { run }) => ({ twice: 2 * n, attempt: run.attempt, name: run.name, sent: run.parameters }),
});

describe('a flow that another one calls', () => {
  test('is a run of its own in the same process, linked to the caller', async () => {
    const run = recordedRun();
    const outer = task({ name: 'outer', run: () => double({ n: 4 }) });
    const result = await run.in(() => outer());
    expect(result).toEqual({ twice: 8, attempt: 1, name: 'calm-otter', sent: { n: 4 } });
    expect(run.subflows).toMatchObject([
      { name: 'double', parameters: { n: 4 }, tags: ['sums'], parentId: 'task-1', inputs: {} },
    ]);
    expect(run.told).toEqual([
      ['task-1', 'begins', undefined],
      ['subflow-1', 'begins', undefined],
      ['subflow-1', 'completed', result],
      ['task-1', 'completed', result],
    ]);
  });

  test('is attempted again as often as the server grants it', async () => {
    const run = recordedRun({ retries: 2 });
    const third = flow({
      name: 'third',
      run: (_, { run: { attempt } }) => {
        if (attempt < 3) throw new Error(`at attempt ${attempt}`);
        return attempt;
      },
    });
    expect(await run.in(() => third())).toBe(3);
    expect(run.told.map(([, what]) => what)).toEqual([
      'begins',
      'failed',
      'begins',
      'failed',
      'begins',
      'completed',
    ]);
  });

  test('has failed when its own time is over', async () => {
    const run = recordedRun();
    const slow = flow({ name: 'slow', timeout: '20ms', run: () => new Promise(() => {}) });
    await expect(run.in(() => slow())).rejects.toThrow('flow slow had not ended after 0.02 s');
    expect(run.told.at(-1)).toMatchObject(['subflow-1', 'failed', { timedOut: true }]);
  });

  test('ends at once when it is cancelled, and its caller goes on', async () => {
    const cancelled = new AbortController();
    const run = recordedRun({ subflowSignal: cancelled.signal });
    const stuck = flow({
      name: 'stuck',
      run: () => {
        cancelled.abort(new Error('the run was cancelled'));
        return new Promise(() => {});
      },
    });
    expect(await run.in(() => stuck().catch(String))).toBe('Error: the run was cancelled');
    expect(run.told.at(-1)).toMatchObject(['subflow-1', 'failed', { timedOut: false }]);
  });

  test('never becomes a run when it refuses its parameters', async () => {
    const run = recordedRun();
    // @ts-expect-error n is a number
    await expect(run.in(() => double({ n: 'four' }))).rejects.toMatchObject({ code: 'PARAMETERS_INVALID' });
    expect(run.subflows).toEqual([]);
  });

  test('hands its tasks its own context', async () => {
    const run = recordedRun();
    const inner = task({ name: 'inner', run: () => 1 });
    const calls = flow({ name: 'calls', run: () => inner() });
    await run.in(() => calls());
    expect(run.calls[0]).toMatchObject({ name: 'inner', parentId: null });
  });
});

describe('a pause', () => {
  test('answers what the run is resumed with, as its schema reads it', async () => {
    const run = recordedRun({ input: { approved: true, day: '2026-01-01' } });
    const input = z.object({ approved: z.boolean(), day: z.iso.date().transform((day) => new Date(day)) });
    const given = await run.in((context) => context.pause({ input, timeout: '2d', key: 'approval' }));
    expect(given).toEqual({ approved: true, day: new Date('2026-01-01') });
    expect(run.told).toEqual([
      [
        'run',
        'paused',
        {
          key: 'approval',
          suspend: false,
          timeoutSeconds: 172_800,
          schema: expect.objectContaining({ required: ['approved', 'day'] }),
        },
      ],
    ]);
  });

  test('without a key is told from the others by its number', async () => {
    const run = recordedRun();
    await run.in(async ({ pause, suspend }) => {
      await pause();
      await suspend();
    });
    expect(run.told.map(([, , call]) => call)).toEqual([
      { key: 'pause-1', suspend: false, timeoutSeconds: 3600, schema: null },
      { key: 'pause-2', suspend: true, timeoutSeconds: 3600, schema: null },
    ]);
  });

  test('refuses a key that the server would refuse, and an input that does not fit', async () => {
    const run = recordedRun({ input: { even: 3 } });
    const even = z.object({ even: z.number().refine((n) => n % 2 === 0, 'is odd') });
    await run.in(async ({ pause }) => {
      await expect(pause({ key: 'Any Key' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
      await expect(pause({ key: 'even', input: even })).rejects.toThrow(
        'pause even refuses its parameters: even: is odd',
      );
    });
  });

  test('is refused where no runner carries the run out', async () => {
    const waits = flow({ name: 'waits', run: (_, { pause }) => pause() });
    await expect(waits()).rejects.toMatchObject({ code: 'RUN_NOT_SERVED' });
  });
});
