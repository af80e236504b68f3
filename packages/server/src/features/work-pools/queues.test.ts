import { appRouter } from '@carillon/server';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { deadlocksIn } from '../../../fixtures/many-servers.ts';

const absent = '00000000-0000-7000-8000-00000000dead';
const pool = { workPoolName: 'docker' };
const unknown = (name: string, poolName: string | null = 'docker') => ({
  cause: { code: 'WORK_QUEUE_NOT_FOUND', data: { pool: poolName, name } },
});

const withPool = async () => {
  const app = await testApp();
  await app.caller.workPools.create({ name: 'docker', type: 'docker' });
  return app;
};
const prioritiesOf = async (app: TestApp) =>
  Object.fromEntries(
    (await app.caller.workPools.queues.list(pool)).results.map(({ name, priority }) => [name, priority]),
  );

describe('a work queue', () => {
  test('is made in its pool as it is told, and waits to be polled', async () => {
    await using app = await withPool();
    const actor = { id: null, type: 'CLIENT', displayValue: 'ops' };
    const caller = appRouter.createCaller({ services: app.services, actor });
    const made = await caller.workPools.queues.create({
      ...pool,
      name: 'fast',
      concurrencyLimit: 2,
      isPaused: true,
      filter: { tags: ['a'] },
    });
    const now = app.clock.now();
    expect(made).toEqual({
      id: made.id,
      created: now,
      updated: now,
      name: 'fast',
      description: '',
      isPaused: true,
      pause: { at: now, by: actor, reason: null },
      concurrencyLimit: 2,
      priority: 2,
      workPoolId: made.workPoolId,
      workPoolName: 'docker',
      filter: { tags: ['a'], deploymentIds: null },
      lastPolled: null,
      status: 'NOT_READY',
      activeSlots: 0,
    });
    expect(await app.caller.workQueues.read({ id: made.id })).toEqual(made);
    expect(await app.caller.workPools.queues.read({ ...pool, workQueueName: 'fast' })).toEqual(made);
  });

  test('has a name of its own in its pool, also where it is renamed', async () => {
    await using app = await withPool();
    const { id } = await app.caller.workPools.queues.create({ ...pool, name: 'fast' });
    const taken = (name: string) => ({ cause: { code: 'NAME_TAKEN', data: { noun: 'work queue', name } } });
    await expect(app.caller.workPools.queues.create({ ...pool, name: 'fast' })).rejects.toMatchObject(
      taken('fast'),
    );
    await expect(app.caller.workQueues.update({ id, name: 'default' })).rejects.toMatchObject(
      taken('default'),
    );
    for (const name of ['', 'has/slash', 'a%b'])
      await expect(
        app.caller.workPools.queues.update({ ...pool, workQueueName: 'fast', name }),
      ).rejects.toMatchObject({ cause: { code: 'INPUT_INVALID', data: { issues: [{ path: ['name'] }] } } });
    await app.caller.workPools.queues.update({ ...pool, workQueueName: 'fast', name: 'faster' });
    expect(await prioritiesOf(app)).toEqual({ default: 1, faster: 2 });
  });

  test('takes the first priority that is free, unless it is given one', async () => {
    await using app = await withPool();
    const create = (name: string, priority?: number) =>
      app.caller.workPools.queues.create({ ...pool, name, ...(priority !== undefined && { priority }) });
    expect((await create('a')).priority).toBe(2);
    expect((await create('b', 1)).priority).toBe(1);
    expect(await prioritiesOf(app)).toEqual({ b: 1, default: 2, a: 3 });
    await app.caller.workPools.queues.update({ ...pool, workQueueName: 'b', priority: 3 });
    expect(await prioritiesOf(app)).toEqual({ default: 2, b: 3, a: 4 });
    await create('c', 9);
    await create('d');
    expect(await prioritiesOf(app)).toEqual({ d: 1, default: 2, b: 3, a: 4, c: 9 });
    await app.caller.workPools.queues.delete({ ...pool, workQueueName: 'b' });
    expect((await create('e')).priority).toBe(3);
  });

  test('keeps priorities distinct whoever moves queues at once', async () => {
    await using app = await withPool();
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        app.caller.workPools.queues.create({ ...pool, name: `q${index}`, ...(index % 2 && { priority: 1 }) }),
      ),
    );
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        app.caller.workPools.queues.update({ ...pool, workQueueName: `q${index}`, priority: 3 }),
      ),
    );
    const priorities = Object.values(await prioritiesOf(app));
    expect(new Set(priorities).size).toBe(9);
    expect(priorities).toHaveLength(9);
  });

  test('changes what is named, and nothing when nothing is', async () => {
    await using app = await withPool();
    const made = await app.caller.workPools.queues.create({ ...pool, name: 'fast' });
    app.clock.advance(1000);
    await app.caller.workQueues.update({ id: made.id, pauseReason: 'none' });
    expect(await app.caller.workQueues.read({ id: made.id })).toEqual(made);
    await app.caller.workQueues.update({
      id: made.id,
      description: 'changed',
      concurrencyLimit: 0,
      filter: { tags: null, deploymentIds: [absent] },
    });
    expect(await app.caller.workQueues.read({ id: made.id })).toEqual({
      ...made,
      updated: app.clock.now(),
      description: 'changed',
      concurrencyLimit: 0,
      activeSlots: 0,
      filter: { tags: null, deploymentIds: [absent] },
    });
    await app.caller.workQueues.update({ id: made.id, filter: null, description: null });
    expect(await app.caller.workQueues.read({ id: made.id })).toMatchObject({
      filter: null,
      description: null,
    });
  });

  test('is PAUSED with when, by whom and why; READY after that only where it was polled of late', async () => {
    await using app = await withPool();
    const { id } = await app.caller.workPools.queues.create({ ...pool, name: 'fast' });
    const read = () => app.caller.workQueues.read({ id });
    const pause = () => app.caller.workQueues.update({ id, isPaused: true, pauseReason: 'full disk' });
    const resume = () => app.caller.workQueues.update({ id, isPaused: false });
    await pause();
    const first = { at: app.clock.now(), by: null, reason: 'full disk' };
    app.clock.advance(1000);
    await app.caller.workQueues.update({ id, isPaused: true, pauseReason: 'other' });
    expect(await read()).toMatchObject({ isPaused: true, status: 'PAUSED', pause: first });
    await resume();
    expect(await read()).toMatchObject({ isPaused: false, status: 'NOT_READY', pause: null });
    await app.caller.workQueues.update({ id, lastPolled: app.clock.now() });
    await pause();
    app.clock.advance(59_999);
    await resume();
    expect(await read()).toMatchObject({ status: 'READY' });
    await pause();
    app.clock.advance(1);
    await resume();
    expect(await read()).toMatchObject({ status: 'NOT_READY' });
  });

  test('leaves its name with its deployments when it goes; the default queue goes only with its pool', async () => {
    await using app = await withPool();
    const { deploymentId } = await deploy(app, { ...pool, workQueueName: 'fast' });
    await app.caller.workPools.queues.delete({ ...pool, workQueueName: 'fast' });
    expect(await app.caller.deployments.read({ id: deploymentId })).toMatchObject({
      workQueueName: 'fast',
      workQueueId: null,
    });
    const { id } = await app.caller.workPools.queues.read({ ...pool, workQueueName: 'default' });
    const isDefault = { cause: { code: 'WORK_QUEUE_IS_DEFAULT', data: { pool: 'docker', name: 'default' } } };
    await expect(
      app.caller.workPools.queues.delete({ ...pool, workQueueName: 'default' }),
    ).rejects.toMatchObject(isDefault);
    await expect(app.caller.workQueues.delete({ id })).rejects.toMatchObject(isDefault);
    await app.caller.workQueues.update({ id, name: 'main' });
    await expect(app.caller.workQueues.delete({ id })).rejects.toMatchObject({
      cause: { code: 'WORK_QUEUE_IS_DEFAULT' },
    });
  });

  test('that is not there is named, with its pool', async () => {
    await using app = await withPool();
    const { queues } = app.caller.workPools;
    const other = { workPoolName: 'other', workQueueName: 'default' };
    await expect(queues.read({ ...pool, workQueueName: 'x' })).rejects.toMatchObject(unknown('x'));
    await expect(queues.read(other)).rejects.toMatchObject(unknown('default', 'other'));
    await expect(queues.update({ ...other, priority: 1 })).rejects.toMatchObject(unknown('default', 'other'));
    await expect(queues.delete({ ...pool, workQueueName: 'x' })).rejects.toMatchObject(unknown('x'));
    await expect(queues.list({ workPoolName: 'other' })).rejects.toMatchObject({
      cause: { code: 'WORK_POOL_NOT_FOUND' },
    });
    await expect(queues.create({ workPoolName: 'other', name: 'x' })).rejects.toMatchObject({
      cause: { code: 'WORK_POOL_NOT_FOUND' },
    });
    const { workQueues } = app.caller;
    for (const call of [
      workQueues.read,
      workQueues.update,
      workQueues.delete,
      workQueues.status,
      workQueues.concurrencyStatus,
    ])
      await expect(call({ id: absent })).rejects.toMatchObject(unknown(absent, null));
  });
});

test('queues, pools, deployments and heartbeats that come and go at once never wait in a circle', async () => {
  await using app = await withPool();
  const { flow } = await app.caller.flows.create({ name: 'report' });
  const settled = async (calls: Promise<unknown>[]) => {
    for (const result of await Promise.allSettled(calls))
      if (result.status === 'rejected')
        expect(result.reason.cause.code).toMatch(/^(WORK_POOL_NOT_FOUND|WORK_QUEUE_NOT_FOUND|NAME_TAKEN)$/);
  };
  for (let round = 0; round < 10; round += 1) {
    await settled([app.caller.workPools.create({ name: 'docker', type: 'docker' })]);
    const deploy = (name: string, workQueueName: string) =>
      app.caller.deployments.create({ flowId: flow.id, name, ...pool, workQueueName });
    await settled(['a', 'b', 'c'].map((queue) => deploy(queue, queue)));
    await settled([
      deploy('a', 'b'),
      deploy('b', 'c'),
      app.caller.workPools.queues.delete({ ...pool, workQueueName: 'a' }),
      app.caller.workPools.queues.update({ ...pool, workQueueName: 'b', priority: 1 }),
      app.caller.workPools.workers.heartbeat({ ...pool, name: 'w' }),
      app.caller.workPools.queues.create({ ...pool, name: 'd', priority: 1 }),
      app.caller.workPools.workers.heartbeat({ ...pool, name: 'x' }),
      app.caller.workPools.delete({ name: 'docker' }),
    ]);
  }
  expect(await deadlocksIn(app.databaseUrl)).toBe(0);
});

describe('queues', () => {
  test('of a pool are listed by priority, page by page', async () => {
    await using app = await withPool();
    for (const [name, priority] of [
      ['a', 5],
      ['b', 10],
      ['c', 7],
    ] as const)
      await app.caller.workPools.queues.create({ ...pool, name, priority });
    const list = async (
      input: Omit<Parameters<typeof app.caller.workPools.queues.list>[0], 'workPoolName'>,
    ) => (await app.caller.workPools.queues.list({ ...pool, ...input })).results.map(({ name }) => name);
    expect(await list({})).toEqual(['default', 'a', 'c', 'b']);
    expect(await list({ workQueues: { name: { startsWith: ['B', 'd'] } } })).toEqual(['default', 'b']);
    const { nextCursor } = await app.caller.workPools.queues.list({ ...pool, limit: 3 });
    expect(await list({ limit: 3, cursor: nextCursor })).toEqual(['b']);
    expect(await list({ limit: 1, offset: 2 })).toEqual(['c']);
  });

  test('without a pool are in that of agents, which is made for them, and all are listed by name', async () => {
    await using app = await withPool();
    const made = await app.caller.workQueues.create({ name: 'q', concurrencyLimit: 2 });
    expect(made).toMatchObject({ workPoolName: 'default-agent-pool', priority: 2, activeSlots: 0 });
    expect(await app.caller.workQueues.readByName({ name: 'q' })).toEqual(made);
    await expect(app.caller.workQueues.create({ name: 'q' })).rejects.toMatchObject({
      cause: { code: 'NAME_TAKEN' },
    });
    await expect(app.caller.workQueues.readByName({ name: 'x' })).rejects.toMatchObject(
      unknown('x', 'default-agent-pool'),
    );
    await app.caller.workPools.queues.create({ ...pool, name: 'fast' });
    const { results } = await app.caller.workQueues.list({
      workQueues: { name: { startsWith: ['Q', 'f'] } },
    });
    expect(results.map(({ name, workPoolName }) => [name, workPoolName])).toEqual([
      ['fast', 'docker'],
      ['q', 'default-agent-pool'],
    ]);
  });

  test('are healthy while they are polled and nothing in them is Late', async () => {
    await using app = await withPool();
    const { deploymentId } = await deploy(app, { ...pool, workQueueName: 'fast' });
    const { id } = await app.caller.workPools.queues.read({ ...pool, workQueueName: 'fast' });
    const status = () => app.caller.workQueues.status({ id });
    const healthCheckPolicy = { maximumLateRuns: 0, maximumSecondsSinceLastPolled: 60 };
    expect(await status()).toEqual({
      healthy: false,
      lateRunsCount: 0,
      lastPolled: null,
      healthCheckPolicy,
    });
    await app.caller.workQueues.update({ id, lastPolled: app.clock.now() });
    expect(await status()).toMatchObject({ healthy: true, lastPolled: app.clock.now() });
    const { run } = await app.caller.deployments.createRun({ id: deploymentId });
    await app.caller.flowRuns.setState({
      id: run.id,
      state: { type: 'SCHEDULED', name: 'Late', stateDetails: { scheduledTime: app.clock.now() } },
      force: true,
    });
    expect(await status()).toMatchObject({ healthy: false, lateRunsCount: 1 });
    await app.caller.flowRuns.delete({ id: run.id });
    app.clock.advance(60_000);
    expect(await status()).toMatchObject({ healthy: false, lateRunsCount: 0 });
  });
});
