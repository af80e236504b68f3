import { appRouter } from '@carillon/server';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { template } from '../../../fixtures/job-template.ts';

const queuesOf = (app: TestApp, pool: string) =>
  app.read(({ db }) =>
    db
      .selectFrom('work_queue')
      .innerJoin('work_pool', 'work_pool.id', 'work_queue.work_pool_id')
      .select(['work_queue.id', 'work_queue.name', 'work_queue.priority', 'work_queue.status'])
      .where('work_pool.name', '=', pool)
      .orderBy('work_queue.priority')
      .execute(),
  );

describe('a work pool', () => {
  test('is made with its default queue', async () => {
    await using app = await testApp();
    const pool = await app.caller.workPools.create({
      name: 'docker',
      type: 'docker',
      baseJobTemplate: template,
    });
    expect(pool).toEqual({
      id: pool.id,
      created: app.clock.now(),
      updated: app.clock.now(),
      name: 'docker',
      description: null,
      type: 'docker',
      baseJobTemplate: template,
      isPaused: false,
      pause: null,
      concurrencyLimit: null,
      storageConfiguration: {
        bundleUploadStep: null,
        bundleExecutionStep: null,
        defaultResultStorageBlockId: null,
      },
      status: 'NOT_READY',
      defaultQueueId: pool.defaultQueueId,
      activeSlots: null,
    });
    expect(await queuesOf(app, 'docker')).toEqual([
      { id: pool.defaultQueueId, name: 'default', priority: 1, status: 'NOT_READY' },
    ]);
    expect(await app.caller.workPools.read({ name: 'docker' })).toEqual(pool);
  });

  test('has the status of its kind, and tells who paused it', async () => {
    await using app = await testApp();
    const actor = { id: null, type: 'CLIENT', displayValue: 'ops' };
    const caller = appRouter.createCaller({ services: app.services, actor });
    expect((await caller.workPools.create({ name: 'a' })).status).toBeNull();
    const paused = await caller.workPools.create({ name: 'b', type: 'process', isPaused: true });
    expect(paused).toMatchObject({
      isPaused: true,
      status: 'PAUSED',
      pause: { at: app.clock.now(), by: actor, reason: null },
    });
  });

  test('with a limit tells how many of its slots are taken', async () => {
    await using app = await testApp();
    await app.caller.workPools.create({ name: 'few', type: 'process', concurrencyLimit: 3 });
    await app.caller.workPools.create({ name: 'many', type: 'process' });
    for (const pool of ['few', 'many']) {
      const { flow } = await app.caller.flows.create({ name: pool });
      for (const type of ['PENDING', 'RUNNING', 'SCHEDULED', 'COMPLETED', 'CANCELLING'] as const)
        await app.caller.flowRuns.create({ flowId: flow.id, workPoolName: pool, state: { type } });
    }
    expect((await app.caller.workPools.read({ name: 'few' })).activeSlots).toBe(3);
    expect((await app.caller.workPools.read({ name: 'many' })).activeSlots).toBeNull();
  });

  test('has a name of its own that is not one of ours', async () => {
    await using app = await testApp();
    await app.caller.workPools.create({ name: 'docker' });
    const create = (name: string) => app.caller.workPools.create({ name });
    await expect(create('docker')).rejects.toMatchObject({
      cause: { code: 'NAME_TAKEN', data: { noun: 'work pool', name: 'docker' } },
    });
    await expect(create('Prefect things')).rejects.toMatchObject({
      cause: { code: 'NAME_RESERVED', data: { name: 'Prefect things' } },
    });
    for (const name of ['', '  ', `"'`, 'a/b']) {
      await expect(create(name)).rejects.toMatchObject({ cause: { code: 'INPUT_INVALID' } });
    }
    await expect(app.caller.workPools.read({ name: 'other' })).rejects.toMatchObject({
      cause: { code: 'WORK_POOL_NOT_FOUND', data: { name: 'other' } },
    });
  });

  test('is made once by many at once', async () => {
    await using app = await testApp();
    const made = await Promise.allSettled(
      Array.from({ length: 6 }, () => app.caller.workPools.create({ name: 'docker' })),
    );
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await queuesOf(app, 'docker')).toHaveLength(1);
  });
});

describe('what a deployment names', () => {
  test('is a queue of its pool, made when it is first named, with the first priority that is free', async () => {
    await using app = await testApp();
    const pool = await app.caller.workPools.create({ name: 'docker' });
    const resolve = (name: string, workQueueName: string | null) =>
      deploy(app, { name, workPoolName: 'docker', workQueueName });
    await resolve('alone', null);
    await resolve('fast', 'fast');
    await resolve('faster', 'fast');
    await resolve('slow', 'slow');
    await resolve('default', 'default');
    const queues = await queuesOf(app, 'docker');
    expect(queues.map(({ name, priority }) => [name, priority])).toEqual([
      ['default', 1],
      ['fast', 2],
      ['slow', 3],
    ]);
    const listed = (await app.caller.deployments.list({})).results;
    expect(
      listed.map((deployment) => [deployment.name, deployment.workQueueName, deployment.workQueueId]),
    ).toEqual([
      ['alone', 'default', pool.defaultQueueId],
      ['default', 'default', pool.defaultQueueId],
      ['fast', 'fast', queues[1]?.id],
      ['faster', 'fast', queues[1]?.id],
      ['slow', 'slow', queues[2]?.id],
    ]);
    await expect(resolve('odd', 'a/b')).rejects.toMatchObject({
      cause: {
        code: 'INPUT_INVALID',
        data: { issues: [{ path: ['workQueueName'], message: 'must not contain any of / % & > <' }] },
      },
    });
    await app.run(({ db }) => db.deleteFrom('work_queue').where('name', '=', 'fast').execute());
    await resolve('other', 'other');
    expect((await queuesOf(app, 'docker')).map(({ name }) => name)).toEqual(['default', 'other', 'slow']);
  });

  test('is a queue of the pool of agents when it names none', async () => {
    await using app = await testApp();
    await deploy(app, { name: 'a', workQueueName: 'q' });
    await deploy(app, { name: 'b', workQueueName: 'default' });
    const pool = await app.caller.workPools.read({ name: 'default-agent-pool' });
    expect(pool).toMatchObject({ type: 'prefect-agent', status: null });
    const queues = await queuesOf(app, 'default-agent-pool');
    expect(queues.map(({ name }) => name)).toEqual(['default', 'q']);
    const listed = (await app.caller.deployments.list({})).results;
    expect(listed.map((deployment) => deployment.workQueueId)).toEqual([queues[1]?.id, pool.defaultQueueId]);
  });

  test('is made once by many at once, queues with priorities of their own', async () => {
    await using app = await testApp();
    const names = ['a', 'b', 'c', 'a', 'b', 'c'];
    const { flow } = await app.caller.flows.create({ name: 'report' });
    await Promise.all(
      names.map((workQueueName, index) =>
        app.caller.deployments.create({ flowId: flow.id, name: `d${index}`, workQueueName }),
      ),
    );
    const queues = await queuesOf(app, 'default-agent-pool');
    expect(queues.map(({ name }) => name).sort()).toEqual(['a', 'b', 'c', 'default']);
    expect(queues.map(({ priority }) => priority)).toEqual([1, 2, 3, 4]);
  });
});

test('pools are listed by name, filtered, page by page', async () => {
  await using app = await testApp();
  const made: Record<string, string> = {};
  for (const [name, type] of [
    ['b', 'process'],
    ['a', 'docker'],
    ['Z', 'docker'],
    ['c', 'process'],
  ] as const)
    made[name] = (await app.caller.workPools.create({ name, type })).id;
  const names = async (workPools: Parameters<TestApp['caller']['workPools']['list']>[0]['workPools']) =>
    (await app.caller.workPools.list({ workPools })).results.map(({ name }) => name);
  expect(await names(undefined)).toEqual(['Z', 'a', 'b', 'c']);
  expect(await names({})).toEqual(['Z', 'a', 'b', 'c']);
  expect(await names({ type: { any: ['docker'] } })).toEqual(['Z', 'a']);
  expect(await names({ name: { any: ['a', 'c', 'A'] } })).toEqual(['a', 'c']);
  expect(await names({ id: { any: [made.b ?? ''] } })).toEqual(['b']);
  expect(await names({ name: { any: [] } })).toEqual([]);
  expect(await names({ operator: 'or', name: { any: ['c'] }, type: { any: ['docker'] } })).toEqual([
    'Z',
    'a',
    'c',
  ]);
  const first = await app.caller.workPools.list({ limit: 3 });
  const rest = await app.caller.workPools.list({ limit: 3, cursor: first.nextCursor });
  expect([first, rest].map(({ results }) => results.map(({ name }) => name))).toEqual([
    ['Z', 'a', 'b'],
    ['c'],
  ]);
  expect(rest.nextCursor).toBeNull();
});
