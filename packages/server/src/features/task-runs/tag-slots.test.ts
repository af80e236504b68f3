import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';

let made = 0;

const task = async (app: TestApp, tags: string[], flowRunId: string | null = null) => {
  made += 1;
  const { run } = await app.caller.taskRuns.create({
    flowRunId,
    taskKey: 'load',
    dynamicKey: `${made}`,
    tags,
  });
  return run.id;
};

const limit = (app: TestApp, tag: string, slots: number) =>
  app.caller.concurrencyLimits.create({ name: `tag:${tag}`, limit: slots });

const taken = async (app: TestApp, tag: string) =>
  (await app.caller.concurrencyLimits.readByName({ name: `tag:${tag}` })).activeSlots;

type StateType = Parameters<TestApp['caller']['taskRuns']['setState']>[0]['state']['type'];

const set = (app: TestApp, id: string, type: StateType, force = false) =>
  app.caller.taskRuns.setState({ id, state: { type }, force });

describe('a limit on a tag', () => {
  test('lets in as many as it has slots, makes the others wait, and is free again by each way out', async () => {
    await using app = await testApp();
    await limit(app, 'db', 1);
    for (const way of ['COMPLETED', 'FAILED', 'PAUSED', 'CANCELLED', 'SCHEDULED'] as const) {
      const [first, second] = [await task(app, ['db']), await task(app, ['db'])];
      expect(await set(app, first, 'RUNNING')).toMatchObject({ status: 'ACCEPT' });
      const waits = await set(app, second, 'RUNNING');
      expect(waits).toMatchObject({
        status: 'WAIT',
        state: { name: 'Pending' },
        details: { reason: 'Concurrency limit reached for tags: db' },
      });
      await set(app, first, way);
      expect(await taken(app, 'db')).toBe(0);
      expect(await set(app, second, 'RUNNING')).toMatchObject({ status: 'ACCEPT' });
      await set(app, second, 'COMPLETED');
    }
  });

  test('takes all the slots that a task needs, or none', async () => {
    await using app = await testApp();
    await limit(app, 'db', 1);
    await limit(app, 'api', 5);
    await set(app, await task(app, ['db']), 'RUNNING');
    const both = await task(app, ['api', 'db', 'unlimited', 'api']);
    expect(await set(app, both, 'RUNNING')).toMatchObject({ status: 'WAIT' });
    expect(await taken(app, 'api')).toBe(0);
  });

  test('is held while the task is being cancelled, and by a running task once, however often it says so', async () => {
    await using app = await testApp();
    await limit(app, 'db', 1);
    const id = await task(app, ['db']);
    for (const type of ['RUNNING', 'RUNNING', 'CANCELLING', 'RUNNING'] as const) {
      expect(await set(app, id, type)).toMatchObject({ status: 'ACCEPT' });
      expect(await taken(app, 'db')).toBe(1);
    }
    await set(app, id, 'CANCELLED');
    expect(await taken(app, 'db')).toBe(0);
  });

  test('of 0 stops a task, whatever its other tags, and takes nothing', async () => {
    await using app = await testApp();
    await limit(app, 'none', 0);
    await limit(app, 'api', 1);
    expect(await set(app, await task(app, ['api', 'none']), 'RUNNING')).toMatchObject({
      status: 'ABORT',
      details: {
        reason: 'The concurrency limit on tag "none" is 0 and will deadlock if the task tries to run again.',
      },
    });
    expect(await taken(app, 'api')).toBe(0);
  });

  test('is not asked by force, and counts nothing then', async () => {
    await using app = await testApp();
    await limit(app, 'db', 1);
    await set(app, await task(app, ['db']), 'RUNNING');
    expect(await set(app, await task(app, ['db']), 'RUNNING', true)).toMatchObject({ status: 'ACCEPT' });
    expect(await taken(app, 'db')).toBe(1);
  });

  test('is free when the task that holds it is deleted, or its flow run', async () => {
    await using app = await testApp();
    await limit(app, 'db', 2);
    const { flowId } = await deploy(app);
    const { run } = await app.caller.flowRuns.create({ flowId, state: { type: 'RUNNING' } });
    const [own, within] = [await task(app, ['db']), await task(app, ['db'], run.id)];
    for (const id of [own, within]) await set(app, id, 'RUNNING');
    await app.caller.taskRuns.delete({ id: own });
    expect(await taken(app, 'db')).toBe(1);
    await app.caller.flowRuns.delete({ id: run.id });
    expect(await taken(app, 'db')).toBe(0);
  });

  test.for([1, 2, 17])('of %i is never exceeded by many who ask at once, in batches too', async (slots) => {
    await using app = await testApp();
    await limit(app, 'db', slots);
    const { flowId } = await deploy(app);
    const { run } = await app.caller.flowRuns.create({ flowId, state: { type: 'RUNNING' } });
    const ids = await Promise.all(Array.from({ length: 24 }, () => task(app, ['db'], run.id)));
    const running = { type: 'RUNNING' as const };
    const report = (part: string[]) =>
      app.caller.taskRuns.report({
        flowRunId: run.id,
        tasks: part.map((id) => ({
          id,
          run: null,
          states: [{ ...running, stateDetails: { transitionId: crypto.randomUUID() } }],
        })),
      });
    const answers = await Promise.all([
      ...ids.slice(0, 12).map((id) => set(app, id, 'RUNNING')),
      report(ids.slice(12, 18)),
      report(ids.slice(18)),
    ]);
    const accepted = answers.flat().filter((answer) => {
      return 'accepted' in answer ? answer.accepted === 1 : answer.status === 'ACCEPT';
    });
    expect(accepted).toHaveLength(slots);
    expect(await taken(app, 'db')).toBe(slots);
  });
});
