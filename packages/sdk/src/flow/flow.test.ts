import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Scope, setScopeStorage } from './ambient.ts';
import type { FlowContext } from './context.ts';
import { isDeployment } from './deployment.ts';
import { flow, isFlow, runFlow } from './flow.ts';
import { localContext } from './local-context.ts';
import { task } from './task.ts';

const report = flow({
  name: 'report',
  parameters: z.object({ region: z.enum(['eu', 'us']), days: z.int().default(7) }),
  retries: 2,
  retryDelay: '30s',
  retryBackoff: 2,
  retryDelayMax: '5m',
  retryJitter: 0.5,
  queueTimeout: '1h',
  timeout: '10m',
  tags: ['finance'],
  run: async ({ region, days }, { run }) => ({ region, days, attempt: run.attempt, sent: run.parameters }),
});

describe('a flow', () => {
  test('is an ordinary function: parameters are read by its schema, with no server at all', async () => {
    expect(await report({ region: 'eu' })).toEqual({
      region: 'eu',
      days: 7,
      attempt: 1,
      sent: { region: 'eu' },
    });
  });

  test('takes nothing when it names no parameters', async () => {
    const hello = flow({ name: 'hello', run: (_, { run }) => run.name });
    expect(await hello()).toBe('local');
  });

  test('refuses parameters that its schema refuses, with their paths', async () => {
    // @ts-expect-error mars is no region
    await expect(report({ region: 'mars' })).rejects.toMatchObject({
      code: 'PARAMETERS_INVALID',
      data: { name: 'report', issues: [{ path: ['region'] }] },
    });
  });

  test('runs in the context that its runner gives', async () => {
    const context: FlowContext = {
      ...localContext({}),
      run: {
        id: 'r',
        name: 'rosy-heron',
        scheduledTime: new Date(0),
        attempt: 3,
        leaseToken: 7,
        parameters: {},
      },
    };
    expect(await runFlow(report, { region: 'us' }, { context, reporter: null })).toMatchObject({
      region: 'us',
      attempt: 3,
    });
  });

  test('says what it is, with its durations in seconds', () => {
    expect(report.name).toBe('report');
    expect(report.options).toMatchObject({
      runPolicy: {
        retries: 2,
        retryDelay: 30,
        retryBackoff: 2,
        retryDelayMax: 300,
        retryJitter: 0.5,
        queueTimeout: 3600,
      },
      timeoutSeconds: 600,
      tags: ['finance'],
    });
    expect(flow({ name: 'plain', run: () => 1 }).options).toMatchObject({
      runPolicy: { retries: 0, retryDelay: 0, retryBackoff: 1, retryJitter: 0, queueTimeout: null },
      timeoutSeconds: null,
    });
  });

  test('is told from other functions', () => {
    expect([report, () => 1, null, {}, report.deployment({ name: 'x' })].map(isFlow)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect([report.deployment({ name: 'x' }), report, null, {}].map(isDeployment)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test.each([
    [{ name: 'a/b' }, /^name: must not contain any of/],
    [{ name: '' }, /^name: must not be empty/],
    [{ name: 'x', retries: -1 }, /^retries: /],
    [{ name: 'x', retries: 1.5 }, /^retries: /],
    [{ name: 'x', retryBackoff: 0.5 }, /^retryBackoff: /],
    [{ name: 'x', retryJitter: 2 }, /^retryJitter: /],
  ])('refuses %j at the line that wrote it', (options, message) => {
    const define = (): unknown => flow({ ...options, run: () => null });
    expect(define).toThrow(message);
    expect(define).toThrow(
      expect.objectContaining({ stack: expect.stringMatching(/^.*\n\s+at .*flow\.test\.ts/) }),
    );
  });

  test('hands its context to the tasks that it calls, where a runner keeps the current run', async () => {
    const storage = new AsyncLocalStorage<Scope>();
    setScopeStorage(storage);
    try {
      const ended = new AbortController();
      const look = task({ name: 'look', run: (_, { signal }) => signal.aborted });
      const outer = flow({
        name: 'outer',
        run: async () => {
          const before = await look();
          ended.abort();
          return { before, after: await look().catch(() => 'aborted') };
        },
      });
      const context = { ...localContext({}), signal: ended.signal };
      expect(await runFlow(outer, {}, { context, reporter: null })).toEqual({
        before: false,
        after: 'aborted',
      });
    } finally {
      setScopeStorage(null);
    }
  });
});
