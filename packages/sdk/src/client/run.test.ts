import type { StateType } from '@carillon/core';
import { type TestApp, testApp } from '@carillon/testing';
import { type Front, frontOf } from '@carillon/testing/front';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { deploy } from '../deploy.ts';
import { flow } from '../flow/flow.ts';
import { type Client, createClient } from './client.ts';

const report = flow({
  name: 'report',
  parameters: z.object({ region: z.enum(['eu', 'us']) }),
  run: async () => ({ rows: 3 }),
});

let app: TestApp;
let front: Front;
let client: Client;
let deploymentId: string;
beforeAll(async () => {
  app = await testApp();
  front = await frontOf(await app.listen());
  client = createClient({ url: front.url });
  const [daily] = await deploy(client, [report.deployment({ name: 'daily' })]);
  deploymentId = daily?.id ?? '';
});
afterAll(async () => {
  await front[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
});

const started = () => client.run<typeof report>('report/daily', { region: 'eu' });
const move = (id: string, type: StateType, more: { message?: string; data?: { rows: number } } = {}) =>
  client.flowRuns.setState({ id, state: { type, ...more } });

describe('client.run', () => {
  test('starts a run of the deployment, now', async () => {
    const run = await started();
    const read = await run.read();
    expect(read).toMatchObject({
      id: run.id,
      name: run.name,
      deploymentId,
      parameters: { region: 'eu' },
      stateType: 'SCHEDULED',
      nextScheduledStartTime: app.clock.now(),
    });
  });

  test('starts it at a given instant, under a given name, with tags', async () => {
    const at = new Date('2030-01-01T00:00:00Z');
    const options = { at, name: 'new year', tags: ['yearly'] };
    const run = await client.run<typeof report>('report/daily', { region: 'eu' }, options);
    expect(await run.read()).toMatchObject({
      name: 'new year',
      tags: ['yearly'],
      nextScheduledStartTime: at,
    });
  });

  test('is one run for one idempotency key', async () => {
    const once = () =>
      client.run<typeof report>('report/daily', { region: 'us' }, { idempotencyKey: 'order 7' });
    const [first, second] = await Promise.all([once(), once()]);
    expect(second.id).toBe(first.id);
  });

  test.each(['report/hourly', 'nothing/daily', 'report', 'a/b/c'])(
    'names the deployment %s that is not there',
    async (name) => {
      await expect(client.run<typeof report>(name, { region: 'eu' })).rejects.toMatchObject({
        code: 'DEPLOYMENT_NOT_FOUND',
        data: { name },
      });
    },
  );

  test('refuses parameters that the flow does not take, in words and with paths', async () => {
    // @ts-expect-error mars is no region
    await expect(client.run<typeof report>('report/daily', { region: 'mars' })).rejects.toMatchObject({
      code: 'PARAMETERS_INVALID',
      message: expect.stringMatching(/^report\/daily refuses its parameters: region: /),
      data: { issues: [{ path: ['region'] }] },
    });
  });
});

describe('run.result', () => {
  test('waits for the end and is what the flow returned', async () => {
    const run = await started();
    const result = run.result();
    await move(run.id, 'PENDING');
    await move(run.id, 'RUNNING');
    await move(run.id, 'COMPLETED', { data: { rows: 3 } });
    expect(await result).toEqual({ rows: 3 });
  });

  test.each([
    ['FAILED', 'RUN_FAILED', 'Failed'],
    ['CRASHED', 'RUN_FAILED', 'Crashed'],
    ['CANCELLED', 'RUN_CANCELLED', 'Cancelled'],
  ] as const)('throws of a run that ended %s', async (type, code, state) => {
    const run = await started();
    await move(run.id, 'PENDING');
    await move(run.id, 'RUNNING');
    await move(run.id, type, { message: 'no rows' });
    await expect(run.result()).rejects.toMatchObject({
      code,
      data: { id: run.id, name: run.name, state, message: 'no rows' },
    });
  });

  test('throws when its time is over, and leaves the run alone', async () => {
    const run = await started();
    // The server's clock stands still unless it is moved.
    const ticking = setInterval(() => app.clock.advance(10), 10);
    await expect(run.result({ timeout: '20ms' })).rejects.toMatchObject({
      code: 'RUN_TIMEOUT',
      message: `Flow run ${run.name} had not ended after 0.02 s; it goes on.`,
    });
    clearInterval(ticking);
    expect(await run.read()).toMatchObject({ stateType: 'SCHEDULED' });
  });

  test('ends at once when its signal aborts', async () => {
    const run = await started();
    const result = run.result({ signal: AbortSignal.timeout(20) });
    await expect(result).rejects.toMatchObject({ code: 'ABORTED' });
  });

  test('outlives a restart of the server', async () => {
    const run = await started();
    const result = run.result();
    await front.down();
    await front.up();
    await move(run.id, 'COMPLETED', { data: { rows: 4 } });
    expect(await result).toEqual({ rows: 4 });
  });
});

describe('run.cancel', () => {
  test('cancels what has not begun at once; what has ended stays as it is', async () => {
    const run = await started();
    await run.cancel();
    expect(await run.read()).toMatchObject({ stateType: 'CANCELLED' });
    await run.cancel();
    expect(await run.read()).toMatchObject({ stateType: 'CANCELLED' });
  });
});

describe('run.follow', () => {
  test('tells the current state, then each one, and ends with the run', async () => {
    const run = await started();
    const seen: string[] = [];
    for await (const state of run.follow()) {
      seen.push(state.name);
      if (state.type === 'SCHEDULED') await move(run.id, 'PENDING');
      if (state.type === 'PENDING') await move(run.id, 'RUNNING');
      if (state.type === 'RUNNING') await move(run.id, 'COMPLETED');
    }
    expect(seen).toEqual(['Scheduled', 'Pending', 'Running', 'Completed']);
  });

  test('goes on after a restart of the server, and tells no state twice', async () => {
    const run = await started();
    const seen: string[] = [];
    for await (const state of run.follow()) {
      seen.push(state.name);
      if (state.type === 'SCHEDULED') {
        await front.down();
        await front.up();
        await move(run.id, 'PENDING');
      }
      if (state.type === 'PENDING') await move(run.id, 'COMPLETED');
    }
    expect(seen).toEqual(['Scheduled', 'Pending', 'Completed']);
  });

  test('leaves no request behind when one stops listening', async () => {
    const run = await started();
    for await (const _ of run.follow()) break;
    await expect.poll(() => front.open()).toBe(0);
  });

  test('says so when nobody answers from the first', async () => {
    await using gone = await frontOf(front.url);
    await gone.down();
    const lost = createClient({ url: gone.url });
    const first = lost.flowRuns.follow({ id: 'x' })[Symbol.asyncIterator]().next();
    await expect(first).rejects.toThrow(`cannot reach ${gone.url} (ECONNREFUSED) after 4 tries`);
  });
});
