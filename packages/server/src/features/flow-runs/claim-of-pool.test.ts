import { until } from '@carillon/testing/until';
import { describe, expect, test } from 'vitest';
import {
  changePool,
  changeQueue,
  claim,
  claimed,
  deployIn,
  minutes,
  pool,
  runner,
  schedule,
  withPool,
} from '../../../fixtures/claimed-pool.ts';

describe('a claim of a pool', () => {
  test('takes runs by the priority of their queue, and then by time, under a lease', async () => {
    await using app = await withPool(['second', 'third']);
    const first = await deployIn(app, null);
    const second = await deployIn(app, 'second');
    const third = await deployIn(app, 'third');
    const expected = [
      await schedule(app, first, 5),
      await schedule(app, first, 1),
      await schedule(app, second, 9),
      await schedule(app, third, 30),
      await schedule(app, third, 3),
    ];
    await schedule(app, third, -5);
    const { runs, nextDueInMs, leaseSeconds } = await claim(app, 10);
    expect(runs.map(({ run }) => run.id)).toEqual(expected);
    expect(runs[2]).toMatchObject({
      flowName: 'report',
      deploymentName: 'second',
      lateMs: 540_000,
      run: {
        stateType: 'PENDING',
        workPoolName: pool,
        workQueueName: 'second',
        leaseExpiresAt: new Date(app.clock.now().getTime() + leaseSeconds * 1000),
      },
    });
    expect(nextDueInMs).toBe(300_000);
  });

  test('takes no more than it asks for, the first priority first, and says that there is more', async () => {
    await using app = await withPool(['second']);
    const first = await deployIn(app, null);
    const second = await deployIn(app, 'second');
    const later = await schedule(app, second, 60);
    const expected = [await schedule(app, first, 2), await schedule(app, first, 1)];
    const { runs, nextDueInMs } = await claim(app, 2);
    expect(runs.map(({ run }) => run.id)).toEqual(expected);
    expect(nextDueInMs).toBe(0);
    expect(await claim(app, 2)).toMatchObject({ runs: [{ run: { id: later } }], nextDueInMs: null });
  });

  test('takes only those of the queues that it names, and follows their priority as it changes', async () => {
    await using app = await withPool(['second', 'third']);
    const ids: Record<string, string> = {};
    for (const queue of ['default', 'second', 'third'])
      ids[queue] = await schedule(app, await deployIn(app, queue), 1);
    await app.caller.workPools.queues.update({ workPoolName: pool, workQueueName: 'third', priority: 1 });
    expect(await claimed(app, 10, ['second', 'third'])).toEqual([ids.third, ids.second]);
    expect(await claimed(app)).toEqual([ids.default]);
    await expect(claim(app, 1, ['second', 'missing'])).rejects.toMatchObject({
      cause: { code: 'WORK_QUEUE_NOT_FOUND', data: { pool, name: 'missing' } },
    });
    await expect(
      app.caller.flowRuns.claim({ runner, pool: { name: 'other' }, limit: 1 }),
    ).rejects.toMatchObject({ cause: { code: 'WORK_POOL_NOT_FOUND' } });
  });

  test('takes nothing while the pool is paused, and nothing of a paused queue; a paused deployment matters not', async () => {
    await using app = await withPool(['second']);
    const first = await schedule(app, await deployIn(app, null, { paused: true }), 1);
    const second = await schedule(app, await deployIn(app, 'second'), 1);
    await changePool(app, { isPaused: true });
    expect(await claim(app)).toMatchObject({ runs: [], nextDueInMs: null });
    await changePool(app, { isPaused: false });
    await changeQueue(app, 'second', { isPaused: true });
    expect(await claim(app)).toMatchObject({ runs: [{ run: { id: first } }], nextDueInMs: null });
    await changeQueue(app, 'second', { isPaused: false });
    expect(await claimed(app)).toEqual([second]);
  });

  test('takes a run that was put into another queue than its deployment’s, and one without a deployment', async () => {
    await using app = await withPool(['second']);
    const deploymentId = await deployIn(app, null);
    const { run: moved } = await app.caller.deployments.createRun({
      id: deploymentId,
      workQueueName: 'second',
    });
    const { flow } = await app.caller.flows.create({ name: 'report' });
    const { run: lone } = await app.caller.flowRuns.create({
      flowId: flow.id,
      workPoolName: pool,
      workQueueName: 'second',
      state: { type: 'SCHEDULED', stateDetails: { scheduledTime: minutes(app, -1) } },
    });
    expect(await claimed(app, 10, ['default'])).toEqual([]);
    const { runs } = await claim(app, 10, ['second']);
    expect(runs.map(({ run, deploymentName }) => [run.id, deploymentName])).toEqual([
      [lone.id, null],
      [moved.id, 'default'],
    ]);
  });

  test('that is asked for wrongly is told what is wrong with what it means', async () => {
    await using app = await withPool();
    const refused = (input: object) =>
      app.caller.flowRuns.claim({ runner, limit: 1, ...input } as never).then(
        () => [],
        (error) => error.cause.data.issues.map((issue: { path: string[] }) => issue.path.join('.')),
      );
    expect(await refused({ pool: { name: pool, queues: [] } })).toEqual(['pool.queues']);
    expect(await refused({ pool: { name: 1 } })).toEqual(['pool.name']);
    expect(await refused({ deploymentIds: ['x'], limit: 0 })).toEqual(['limit', 'deploymentIds.0']);
  });

  test('leaves what has no deployment any more, or waits to be tried again in its own process', async () => {
    await using app = await withPool();
    const retrying = await deployIn(app, null, {
      name: 'retrying',
      runPolicy: { retries: 1, retryDelay: 0 },
    });
    const id = await schedule(app, retrying);
    await app.caller.flowRuns.setState({ id, state: { type: 'RUNNING' } });
    expect((await app.caller.flowRuns.setState({ id, state: { type: 'FAILED' } })).state?.name).toBe(
      'AwaitingRetry',
    );
    const gone = await deployIn(app, null, { name: 'gone' });
    const orphan = await schedule(app, gone, 1);
    await app.run(({ db }) => db.deleteFrom('deployment').where('id', '=', gone).execute());
    expect(await claim(app)).toMatchObject({ runs: [], nextDueInMs: null });
    expect(await app.caller.flowRuns.read({ id: orphan })).toMatchObject({ stateType: 'SCHEDULED' });
  });
});

describe('whoever claims of a pool', () => {
  test('makes its queues and their deployments READY, paused deployments too, but not paused queues', async () => {
    await using app = await withPool(['second', 'third']);
    const deploymentId = await deployIn(app, 'second', { paused: true });
    const { id: other } = await app.caller.workPools.queues.read({
      workPoolName: pool,
      workQueueName: 'third',
    });
    await changeQueue(app, 'default', { isPaused: true });
    await app.caller.workPools.queues.create({ workPoolName: pool, name: 'made paused', isPaused: true });
    await claim(app, 1, ['second', 'default', 'made paused']);
    await until('the deployment is READY', async () => {
      const { status, lastPolled } = await app.caller.deployments.read({ id: deploymentId });
      return status === 'READY' && lastPolled?.getTime() === app.clock.now().getTime();
    });
    const { results } = await app.caller.workPools.queues.list({ workPoolName: pool });
    expect(results.map(({ name, status, lastPolled }) => [name, status, lastPolled !== null])).toEqual([
      ['default', 'PAUSED', true],
      ['second', 'READY', true],
      ['third', 'NOT_READY', false],
      ['made paused', 'NOT_READY', true],
    ]);
    expect((await app.caller.workQueues.read({ id: other })).lastPolled).toBeNull();
  });
});

describe('a plain read', () => {
  test('of a pool gives what waits, by priority and time, within the open slots, and claims nothing', async () => {
    await using app = await withPool(['second', 'third'], { concurrencyLimit: 4 });
    await changeQueue(app, 'default', { concurrencyLimit: 1 });
    const ids: Record<string, string[]> = {};
    for (const queue of ['default', 'second', 'third']) {
      const deploymentId = await deployIn(app, queue);
      ids[queue] = [await schedule(app, deploymentId, 3), await schedule(app, deploymentId, -3)];
    }
    const [first = '', second = ''] = ids.second ?? [];
    const read = async (input: Omit<Parameters<typeof app.caller.workPools.scheduledRuns>[0], 'name'> = {}) =>
      (await app.caller.workPools.scheduledRuns({ name: pool, ...input })).map(({ flowRun }) => flowRun.id);
    const all = [ids.default?.[0], first, second, ids.third?.[0]];
    expect(await read()).toEqual(all);
    expect(await read({ limit: 2 })).toEqual(all.slice(0, 2));
    expect(await read({ workQueueNames: ['third', 'second'] })).toEqual([
      first,
      second,
      ...(ids.third ?? []),
    ]);
    expect(await read({ workQueueNames: [], scheduledBefore: app.clock.now() })).toEqual([
      ids.default?.[0],
      first,
      ids.third?.[0],
    ]);
    expect(await read({ scheduledAfter: app.clock.now(), workQueueNames: ['second'] })).toEqual([second]);
    const { id: workPoolId } = await app.caller.workPools.read({ name: pool });
    const [whole] = await app.caller.workPools.scheduledRuns({ name: pool, workQueueNames: ['second'] });
    expect(whole).toEqual({
      workPoolId,
      workQueueId: whole?.flowRun.workQueueId,
      flowRun: await app.caller.flowRuns.read({ id: first }),
    });
    await app.caller.flowRuns.setState({ id: first, state: { type: 'PENDING' } });
    await changeQueue(app, 'second', { isPaused: true });
    expect(await read()).toEqual([ids.default?.[0], ...(ids.third ?? [])]);
    await changePool(app, { concurrencyLimit: 1 });
    expect(await read()).toEqual([]);
    await changePool(app, { concurrencyLimit: null, isPaused: true });
    expect(await read()).toEqual([]);
    await expect(read({ scheduledAfter: 'soon' as never })).rejects.toMatchObject({
      cause: {
        data: { issues: [{ path: ['scheduledAfter'], message: expect.stringContaining('ISO 8601') }] },
      },
    });
    await expect(read({ workQueueNames: ['missing'] })).rejects.toMatchObject({
      cause: { code: 'WORK_QUEUE_NOT_FOUND' },
    });
  });

  test('of a queue gives what waits in it, earliest first, and tells of it only when it is to', async () => {
    await using app = await withPool(['second']);
    const { id } = await app.caller.workPools.queues.read({ workPoolName: pool, workQueueName: 'second' });
    const deploymentId = await deployIn(app, 'second');
    const ids = [await schedule(app, deploymentId, 2), await schedule(app, deploymentId, -2)];
    const read = async (input: Omit<Parameters<typeof app.caller.workQueues.getRuns>[0], 'id'> = {}) =>
      (await app.caller.workQueues.getRuns({ id, ...input })).map((run) => run.id);
    const status = async () => (await app.caller.workQueues.read({ id })).status;
    expect(await read({ polls: false })).toEqual(ids);
    expect(await read({ polls: false, scheduledBefore: app.clock.now() })).toEqual(ids.slice(0, 1));
    expect(await read({ polls: false, limit: 1 })).toEqual(ids.slice(0, 1));
    expect(await status()).toBe('NOT_READY');
    await read();
    await until('the queue is READY', async () => (await status()) === 'READY');
    await changeQueue(app, 'second', { concurrencyLimit: 1 });
    expect(await read()).toEqual(ids.slice(0, 1));
    await app.caller.flowRuns.setState({ id: ids[0] ?? '', state: { type: 'PENDING' } });
    expect(await read()).toEqual([]);
    await changeQueue(app, 'second', { concurrencyLimit: 5, isPaused: true });
    expect(await read()).toEqual([]);
  });
});
