import { runnerId } from '@carillon/core';
import { appRouter } from '@carillon/server';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { expireLeases } from './expire-leases.ts';

const runner = { id: runnerId.parse('0195f2a0-0000-7000-8000-000000000001'), name: 'one' };
const absent = '00000000-0000-7000-8000-00000000dead';

const newRun = async (app: TestApp): Promise<string> => {
  const { flow } = await app.caller.flows.create({ name: 'report' });
  return (await app.caller.flowRuns.create({ flowId: flow.id })).run.id;
};

const move = (app: TestApp, id: string, type: 'RUNNING' | 'COMPLETED' | 'SCHEDULED') =>
  app.caller.flowRuns.setState({ id, state: { type }, force: true });

/** Another server of the same database. */
const beside = (app: TestApp): Promise<TestApp> =>
  testApp({ databaseUrl: app.databaseUrl, clock: app.clock });

/** The messages of a stream; `next` waits for one. */
const listen = async <T>(stream: PromiseLike<AsyncIterable<T>>) => {
  const iterator = (await stream)[Symbol.asyncIterator]();
  return {
    next: async (): Promise<T | 'ended'> => {
      const { value, done } = await iterator.next();
      return done === true ? 'ended' : value;
    },
    [Symbol.asyncDispose]: async () => void (await iterator.return?.()),
  };
};

describe('waiting for a run', () => {
  test('ends when the run has ended, at once where it had', async () => {
    await using app = await testApp();
    const id = await newRun(app);
    const waiting = app.caller.flowRuns.wait({ id });
    await move(app, id, 'RUNNING');
    await move(app, id, 'COMPLETED');
    expect(await waiting).toMatchObject({ id, stateType: 'COMPLETED' });
    expect(await app.caller.flowRuns.wait({ id })).toMatchObject({ id, stateType: 'COMPLETED' });
  });

  test('ends when the time is over, with the run as it is then', async () => {
    await using app = await testApp();
    const id = await newRun(app);
    const waiting = app.caller.flowRuns.wait({ id, waitSeconds: 10 });
    await expect.poll(() => app.clock.waiting).toBe(1);
    await move(app, id, 'RUNNING');
    await expect.poll(() => app.clock.waiting).toBe(1);
    app.clock.advance(10_000);
    expect(await waiting).toMatchObject({ stateType: 'RUNNING' });
    expect(await app.caller.flowRuns.wait({ id, waitSeconds: 0 })).toMatchObject({ stateType: 'RUNNING' });
  });

  test('of an unknown run is refused, and so is a deleted one', async () => {
    await using app = await testApp();
    const notFound = { cause: { code: 'FLOW_RUN_NOT_FOUND' } };
    await expect(app.caller.flowRuns.wait({ id: absent })).rejects.toMatchObject(notFound);
    const id = await newRun(app);
    const waiting = expect(app.caller.flowRuns.wait({ id })).rejects.toMatchObject(notFound);
    await expect.poll(() => app.clock.waiting).toBe(1);
    await app.caller.flowRuns.delete({ id });
    await waiting;
  });

  test('ends through another server too', async () => {
    await using app = await testApp();
    await using other = await beside(app);
    const id = await newRun(app);
    const waiting = app.caller.flowRuns.wait({ id });
    await expect.poll(() => app.clock.waiting).toBe(1);
    await move(other, id, 'COMPLETED');
    expect(await waiting).toMatchObject({ stateType: 'COMPLETED' });
  });

  test('holds no connection, however many wait', async () => {
    await using app = await testApp({ config: { poolMax: 4 } });
    const id = await newRun(app);
    const waiting = Promise.all(Array.from({ length: 50 }, () => app.caller.flowRuns.wait({ id })));
    await expect.poll(() => app.clock.waiting).toBe(50);
    await move(app, id, 'COMPLETED');
    expect((await waiting).every((run) => run.stateType === 'COMPLETED')).toBe(true);
  });
});

describe('following a run', () => {
  test('tells the state that it is in, then each new one in order, and ends with it', async () => {
    await using app = await testApp();
    const id = await newRun(app);
    await using stream = await listen(app.caller.flowRuns.follow({ id }));
    expect(await stream.next()).toMatchObject({ type: 'PENDING' });
    // Both at once: none is left out.
    await move(app, id, 'RUNNING');
    await move(app, id, 'COMPLETED');
    expect(await stream.next()).toMatchObject({ type: 'RUNNING' });
    expect(await stream.next()).toMatchObject({ type: 'COMPLETED' });
    expect(await stream.next()).toBe('ended');
  });

  test('goes on past a crash that is tried again', async () => {
    await using app = await testApp();
    const { deploymentId } = await deploy(app, { runPolicy: { retries: 1 } });
    const { run } = await app.caller.deployments.createRun({ id: deploymentId });
    await app.caller.flowRuns.claim({ runner, deploymentIds: [deploymentId], limit: 1 });
    await using stream = await listen(app.caller.flowRuns.follow({ id: run.id }));
    expect(await stream.next()).toMatchObject({ name: 'Pending' });
    app.clock.advance(15_000);
    await expireLeases(app.services);
    expect(await stream.next()).toMatchObject({ name: 'Crashed' });
    expect(await stream.next()).toMatchObject({ name: 'AwaitingRetry' });
    await move(app, run.id, 'COMPLETED');
    expect(await stream.next()).toMatchObject({ name: 'Completed' });
    expect(await stream.next()).toBe('ended');
  });

  test('of a run that is deleted, or was never there, is told so', async () => {
    await using app = await testApp();
    const notFound = { code: 'FLOW_RUN_NOT_FOUND' };
    await using unknown = await listen(app.caller.flowRuns.follow({ id: absent }));
    await expect(unknown.next()).rejects.toMatchObject(notFound);
    const id = await newRun(app);
    await using stream = await listen(app.caller.flowRuns.follow({ id }));
    await stream.next();
    await app.caller.flowRuns.delete({ id });
    await expect(stream.next()).rejects.toMatchObject(notFound);
  });
});

describe('a runner that waits', () => {
  const due = (app: TestApp, deploymentIds: string[], signal?: AbortSignal) =>
    listen(
      appRouter
        .createCaller({ services: app.services, actor: null }, { ...(signal !== undefined && { signal }) })
        .flowRuns.due({ deploymentIds }),
    );
  const schedule = (app: TestApp, id: string, inMs: number) =>
    app.caller.deployments.createRun({
      id,
      state: {
        type: 'SCHEDULED',
        stateDetails: { scheduledTime: new Date(app.clock.now().getTime() + inMs) },
      },
    });

  test('hears when the next run is due, whenever that changes, and when it is so far', async () => {
    await using app = await testApp();
    const { deploymentId } = await deploy(app);
    await using stream = await due(app, [deploymentId]);
    expect(await stream.next()).toEqual({ dueInMs: null });
    await schedule(app, deploymentId, 20_000);
    expect(await stream.next()).toEqual({ dueInMs: 20_000 });
    const sooner = await schedule(app, deploymentId, 5_000);
    expect(await stream.next()).toEqual({ dueInMs: 5_000 });
    await app.caller.flowRuns.delete({ id: sooner.run.id });
    const next = stream.next();
    await expect.poll(() => app.clock.waiting).toBe(1);
    app.clock.advance(20_000);
    expect(await next).toEqual({ dueInMs: 0 });
    await app.caller.flowRuns.claim({ runner, deploymentIds: [deploymentId], limit: 1 });
    await schedule(app, deploymentId, 0);
    expect(await stream.next()).toEqual({ dueInMs: 0 });
  });

  test('hears at once what is due, and of no other deployment', async () => {
    await using app = await testApp();
    const { deploymentId } = await deploy(app);
    const { deploymentId: other } = await deploy(app, { name: 'other' });
    await schedule(app, other, 0);
    await schedule(app, deploymentId, 60_000);
    await using mine = await due(app, [deploymentId]);
    expect(await mine.next()).toEqual({ dueInMs: 60_000 });
    await using both = await due(app, [deploymentId, other]);
    expect(await both.next()).toEqual({ dueInMs: 0 });
  });

  test('hears of what another server made, within milliseconds', async () => {
    await using app = await testApp();
    await using other = await beside(app);
    const { deploymentId } = await deploy(app);
    await using stream = await due(app, [deploymentId]);
    expect(await stream.next()).toEqual({ dueInMs: null });
    await schedule(other, deploymentId, 0);
    expect(await stream.next()).toEqual({ dueInMs: 0 });
  });

  test('hears of what nobody told', async () => {
    await using app = await testApp();
    const { deploymentId } = await deploy(app);
    await using stream = await due(app, [deploymentId]);
    expect(await stream.next()).toEqual({ dueInMs: null });
    const quiet = {
      ...app.services,
      wake: { ...app.services.wake, runsScheduled: () => {}, runChanged: () => {} },
    };
    const caller = appRouter.createCaller({ services: quiet, actor: null });
    await caller.deployments.createRun({ id: deploymentId });
    expect(await stream.next()).toEqual({ dueInMs: 0 });
  });

  test('makes its deployments READY, without touching when they were changed', async () => {
    await using app = await testApp();
    const { deploymentId: id } = await deploy(app);
    const before = await app.caller.deployments.read({ id });
    app.clock.advance(1000);
    await using stream = await due(app, [id]);
    await stream.next();
    await expect.poll(async () => (await app.caller.deployments.read({ id })).status).toBe('READY');
    expect(await app.caller.deployments.read({ id })).toEqual({
      ...before,
      status: 'READY',
      lastPolled: app.clock.now(),
    });
  });

  test('that leaves ends its stream', async () => {
    await using app = await testApp();
    const { deploymentId } = await deploy(app);
    const controller = new AbortController();
    await using stream = await due(app, [deploymentId], controller.signal);
    await stream.next();
    controller.abort();
    expect(await stream.next()).toBe('ended');
  });
});
