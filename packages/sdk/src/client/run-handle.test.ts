import type { StateType } from '@carillon/core';
import { type TestApp, testApp } from '@carillon/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { deploy } from '../deploy.ts';
import { flow } from '../flow/flow.ts';
import { type Client, createClient } from './client.ts';

const report = flow({ name: 'report', parameters: z.object({ region: z.string() }), run: () => null });

let app: TestApp;
let client: Client;
beforeAll(async () => {
  app = await testApp();
  client = createClient({ url: await app.listen() });
  await deploy(client, [report.deployment({ name: 'daily' })]);
});
afterAll(() => app[Symbol.asyncDispose]());

const started = () => client.run<typeof report>('report/daily', { region: 'eu' });
const move = (id: string, type: StateType) => client.flowRuns.setState({ id, state: { type } });
const write = (flowRunId: string, ...messages: string[]) =>
  client.logs.create({
    logs: messages.map((message, index) => ({
      name: 'flow',
      level: message === 'bad' ? 40 : 20,
      message,
      timestamp: new Date(app.clock.now().getTime() + index),
      flowRunId,
    })),
  });

describe('the handle of a run', () => {
  test('says why it runs, or does not', async () => {
    const run = await started();
    expect(await run.explain()).toMatchObject({ flowRunId: run.id, reason: { kind: 'no-runner' } });
    expect(await run.explain({ timezone: 'Europe/Berlin' })).toHaveProperty('sentence');
  });

  test('resumes it when it is paused, and says why not when it is not', async () => {
    const run = await started();
    await expect(run.resume()).rejects.toMatchObject({
      code: 'RUN_REFUSED',
      message: `Flow run ${run.name} stays as it is: Cannot resume a flow run that is not paused.`,
    });
    for (const type of ['PENDING', 'RUNNING', 'PAUSED'] as const) await move(run.id, type);
    await run.resume();
    expect((await run.read()).stateType).toBe('RUNNING');
  });

  test('has it attempted again once it has ended, and not before', async () => {
    const run = await started();
    await expect(run.retry()).rejects.toMatchObject({ code: 'RUN_REFUSED', data: { id: run.id } });
    await move(run.id, 'FAILED');
    await run.retry();
    expect((await run.read()).stateType).toBe('SCHEDULED');
  });

  test('tells its log, all of it or from a level on', async () => {
    const run = await started();
    await write(run.id, 'one', 'bad', 'two');
    const lines = async (options?: { level: number }): Promise<string[]> => {
      const read: string[] = [];
      for await (const { message } of run.logs(options)) read.push(message);
      return read;
    };
    expect(await lines()).toEqual(['one', 'bad', 'two']);
    expect(await lines({ level: 40 })).toEqual(['bad']);
  });

  test('follows its log until it has ended, each line once, the last ones too', async () => {
    const run = await started();
    await write(run.id, 'one');
    const read: string[] = [];
    for await (const { message } of run.logs({ follow: true })) {
      read.push(message);
      if (message === 'one') await write(run.id, 'two');
      if (message !== 'two') continue;
      await write(run.id, 'three', 'four');
      await move(run.id, 'COMPLETED');
    }
    expect(read).toEqual(['one', 'two', 'three', 'four']);
  });

  test('leaves off following when its signal aborts', async () => {
    const run = await started();
    await write(run.id, 'one');
    const ending = new AbortController();
    const follow = async (): Promise<void> => {
      for await (const _ of run.logs({ follow: true, signal: ending.signal })) ending.abort();
    };
    await expect(follow()).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
