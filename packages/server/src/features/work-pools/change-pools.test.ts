import { appRouter } from '@carillon/server';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';

const template = {
  job_configuration: { command: '{{ command }}' },
  variables: { type: 'object', properties: { command: { type: 'string' } } },
};
const actor = { id: null, type: 'CLIENT', displayValue: 'ops' };

const asOps = (app: TestApp) => appRouter.createCaller({ services: app.services, actor });
const read = (app: TestApp, name: string) => app.caller.workPools.read({ name });

describe('a work pool', () => {
  test('changes what is named, and nothing when nothing is', async () => {
    await using app = await testApp();
    const pool = await app.caller.workPools.create({ name: 'docker', type: 'docker' });
    app.clock.advance(1000);
    await app.caller.workPools.update({ name: 'docker', pauseReason: 'none' });
    expect(await read(app, 'docker')).toEqual(pool);
    const steps = { bundleUploadStep: { a: 1 } };
    await app.caller.workPools.update({
      name: 'docker',
      description: 'ours',
      concurrencyLimit: 3,
      baseJobTemplate: template,
      storageConfiguration: steps,
    });
    expect(await read(app, 'docker')).toEqual({
      ...pool,
      updated: app.clock.now(),
      description: 'ours',
      concurrencyLimit: 3,
      activeSlots: 0,
      baseJobTemplate: template,
      storageConfiguration: { ...pool.storageConfiguration, ...steps },
    });
    await app.caller.workPools.update({ name: 'docker', description: null, concurrencyLimit: null });
    expect(await read(app, 'docker')).toMatchObject({ description: null, activeSlots: null });
    await expect(app.caller.workPools.update({ name: 'other' })).rejects.toMatchObject({
      cause: { code: 'WORK_POOL_NOT_FOUND', data: { name: 'other' } },
    });
  });

  test('refuses a template that no job can be made from', async () => {
    await using app = await testApp();
    await app.caller.workPools.create({ name: 'docker' });
    const baseJobTemplate = { ...template, job_configuration: { command: '{{ other }}' } };
    await expect(app.caller.workPools.update({ name: 'docker', baseJobTemplate })).rejects.toMatchObject({
      cause: {
        code: 'INPUT_INVALID',
        data: { issues: [{ path: ['baseJobTemplate', 'job_configuration'] }] },
      },
    });
  });

  test('keeps when, by whom and why it was paused first, until it is resumed', async () => {
    await using app = await testApp();
    await app.caller.workPools.create({ name: 'docker', type: 'docker' });
    const ops = asOps(app);
    await ops.workPools.update({ name: 'docker', isPaused: true, pauseReason: 'maintenance' });
    const pause = { at: app.clock.now(), by: actor, reason: 'maintenance' };
    expect(await read(app, 'docker')).toMatchObject({ isPaused: true, status: 'PAUSED', pause });
    app.clock.advance(1000);
    await app.caller.workPools.update({ name: 'docker', isPaused: true, pauseReason: 'other' });
    await app.caller.workPools.update({ name: 'docker', concurrencyLimit: 1 });
    expect(await read(app, 'docker')).toMatchObject({ status: 'PAUSED', pause });
    await ops.workPools.update({ name: 'docker', isPaused: false });
    expect(await read(app, 'docker')).toMatchObject({ isPaused: false, status: 'NOT_READY', pause: null });
  });

  test('is READY again after a pause where a worker is there, and says nothing where agents are', async () => {
    await using app = await testApp();
    for (const [name, type] of [
      ['attended', 'docker'],
      ['left', 'docker'],
      ['agents', 'prefect-agent'],
    ] as const) {
      await app.caller.workPools.create({ name, type, isPaused: true });
      await app.caller.workPools.workers.heartbeat({
        workPoolName: name,
        name: 'w',
        heartbeatIntervalSeconds: name === 'left' ? 5 : 30,
      });
    }
    expect((await read(app, 'attended')).status).toBe('PAUSED');
    app.clock.advance(16_000);
    const statuses: Record<string, unknown> = {};
    for (const name of ['attended', 'left', 'agents']) {
      await app.caller.workPools.update({ name, isPaused: false });
      statuses[name] = (await read(app, name)).status;
    }
    expect(statuses).toEqual({ attended: 'READY', left: 'NOT_READY', agents: null });
  });

  test('of ours changes its pause and its limit alone, and stays', async () => {
    await using app = await testApp();
    await app.caller.workPools.create({ name: 'ours' });
    await app.run(({ db }) => db.updateTable('work_pool').set({ name: 'Prefect-managed' }).execute());
    const name = 'Prefect-managed';
    await app.caller.workPools.update({ name, isPaused: true, concurrencyLimit: 2 });
    const reserved = { cause: { code: 'WORK_POOL_RESERVED', data: { name } } };
    for (const change of [{ description: 'x' }, { baseJobTemplate: {} }, { storageConfiguration: {} }])
      await expect(
        app.caller.workPools.update({ name, concurrencyLimit: 9, ...change }),
      ).rejects.toMatchObject(reserved);
    await expect(app.caller.workPools.delete({ name })).rejects.toMatchObject(reserved);
    expect(await read(app, name)).toMatchObject({ isPaused: true, concurrencyLimit: 2 });
  });

  test('takes its queues and workers with it; deployments and runs stay', async () => {
    await using app = await testApp();
    await app.caller.workPools.create({ name: 'docker' });
    const { deploymentId } = await deploy(app, { workPoolName: 'docker', workQueueName: 'fast' });
    const { run } = await app.caller.deployments.createRun({ id: deploymentId });
    await app.caller.workPools.workers.heartbeat({ workPoolName: 'docker', name: 'w' });
    await app.caller.workPools.delete({ name: 'docker' });
    expect((await app.caller.workQueues.list({})).results).toEqual([]);
    expect(await app.caller.deployments.read({ id: deploymentId })).toMatchObject({
      workPoolName: null,
      workQueueId: null,
    });
    expect(await app.caller.flowRuns.read({ id: run.id })).toMatchObject({
      workQueueId: null,
      workPoolName: null,
      stateType: 'SCHEDULED',
    });
    await expect(app.caller.workPools.delete({ name: 'docker' })).rejects.toMatchObject({
      cause: { code: 'WORK_POOL_NOT_FOUND' },
    });
  });

  test('is counted by the filters that it is listed by', async () => {
    await using app = await testApp();
    for (const name of ['a', 'b', 'c'])
      await app.caller.workPools.create({ name, type: name === 'a' ? 'docker' : 'process' });
    expect(await app.caller.workPools.count({})).toBe(3);
    expect(await app.caller.workPools.count({ workPools: { type: { any: ['process'] } } })).toBe(2);
    expect(await app.caller.workPools.count({ workPools: { name: { any: [] } } })).toBe(0);
  });
});

describe('the slots of a pool', () => {
  const fill = async (app: TestApp, workQueueName: string, types: readonly ('PENDING' | 'RUNNING')[]) => {
    const { flow } = await app.caller.flows.create({ name: 'report' });
    const ids: string[] = [];
    for (const type of types) {
      app.clock.advance(1000);
      const workPoolName = 'docker';
      const { run } = await app.caller.flowRuns.create({
        flowId: flow.id,
        workPoolName,
        workQueueName,
        state: { type },
      });
      ids.push(run.id);
    }
    return ids;
  };

  test('are told queue by queue, in order of priority, with who holds them', async () => {
    await using app = await testApp();
    await app.caller.workPools.create({ name: 'docker', concurrencyLimit: 5 });
    await app.caller.workPools.queues.create({
      workPoolName: 'docker',
      name: 'fast',
      priority: 1,
      concurrencyLimit: 4,
    });
    await app.caller.workPools.queues.create({ workPoolName: 'docker', name: 'idle' });
    const [first = '', second = ''] = await fill(app, 'fast', ['RUNNING', 'PENDING', 'PENDING']);
    await fill(app, 'default', ['RUNNING']);
    await app.caller.workPools.queues.update({
      workPoolName: 'docker',
      workQueueName: 'default',
      isPaused: true,
    });
    const status = await app.caller.workPools.concurrencyStatus({ name: 'docker', flowRunLimit: 2 });
    expect(status).toMatchObject({ activeSlots: 4, concurrencyLimit: 5, count: 3, page: 1, pages: 1 });
    expect(
      status.results.map(({ queueName, activeSlots, concurrencyLimit, flowRuns }) => [
        queueName,
        activeSlots,
        concurrencyLimit,
        flowRuns.length,
      ]),
    ).toEqual([
      ['fast', 3, 4, 2],
      ['default', 1, null, 1],
      ['idle', 0, null, 0],
    ]);
    expect(status.results[0]?.flowRuns).toEqual([
      expect.objectContaining({ id: first, stateType: 'RUNNING', timeInCurrentState: 3 }),
      expect.objectContaining({ id: second, stateType: 'PENDING', timeInCurrentState: 2, startTime: null }),
    ]);
    const page = await app.caller.workPools.concurrencyStatus({ name: 'docker', page: 2, limit: 2 });
    expect(page.results.map(({ queueName }) => queueName)).toEqual(['idle']);
    expect(page).toMatchObject({ activeSlots: 4, count: 3, pages: 2, page: 2, limit: 2 });
    await expect(app.caller.workPools.concurrencyStatus({ name: 'other' })).rejects.toMatchObject({
      cause: { code: 'WORK_POOL_NOT_FOUND' },
    });
  });

  test('of one queue are told page by page', async () => {
    await using app = await testApp();
    await app.caller.workPools.create({ name: 'docker' });
    const { id } = await app.caller.workPools.queues.create({ workPoolName: 'docker', name: 'fast' });
    const ids = await fill(app, 'fast', ['RUNNING', 'PENDING', 'RUNNING']);
    const whole = await app.caller.workQueues.concurrencyStatus({ id });
    expect(whole).toMatchObject({ activeSlots: 3, concurrencyLimit: null, count: 3, limit: 200, pages: 1 });
    expect(whole.results.map((run) => run.id)).toEqual(ids);
    const page = await app.caller.workQueues.concurrencyStatus({ id, page: 2, limit: 2 });
    expect(page.results.map((run) => run.id)).toEqual(ids.slice(2));
    expect(page).toMatchObject({ activeSlots: 3, count: 3, pages: 2, page: 2 });
  });
});
