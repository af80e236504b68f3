import { runnerId } from '@carillon/core';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { until } from '@carillon/testing/until';
import { describe, expect, test } from 'vitest';
import { expireLeases } from './expire-leases.ts';

const runner = { id: runnerId.parse('0195f2a0-0000-7000-8000-000000000001'), name: 'one' };
const pool = 'docker';

const minutes = (app: TestApp, count: number): Date => new Date(app.clock.now().getTime() + count * 60_000);

/** A pool with the queues `default`, and those named, in this order of priority. */
const withPool = async (
  queues: readonly string[] = [],
  { concurrencyLimit = null }: { concurrencyLimit?: number | null } = {},
): Promise<TestApp> => {
  const app = await testApp();
  await app.caller.workPools.create({ name: pool, type: 'docker', concurrencyLimit });
  for (const name of queues) await app.caller.workPools.queues.create({ workPoolName: pool, name });
  return app;
};

type Deployment = Omit<NonNullable<Parameters<typeof deploy>[1]>, 'workPoolName'>;
const deployIn = async (app: TestApp, workQueueName: string | null, more: Deployment = {}): Promise<string> =>
  (await deploy(app, { name: workQueueName ?? 'default', workPoolName: pool, workQueueName, ...more }))
    .deploymentId;

/** A run that has been due for so many minutes. */
const schedule = async (app: TestApp, id: string, late = 0): Promise<string> => {
  const scheduledTime = minutes(app, -late);
  const { run } = await app.caller.deployments.createRun({
    id,
    name: `${late} late`,
    state: { type: 'SCHEDULED', stateDetails: { scheduledTime } },
  });
  return run.id;
};

const claim = (app: TestApp, limit = 50, queues?: string[]) =>
  app.caller.flowRuns.claim({ runner, pool: { name: pool, ...(queues && { queues }) }, limit });
const claimed = async (app: TestApp, limit?: number, queues?: string[]) =>
  (await claim(app, limit, queues)).runs.map(({ run }) => run.id);

const changeQueue = (
  app: TestApp,
  workQueueName: string,
  change: { isPaused?: boolean; concurrencyLimit?: number },
) => app.caller.workPools.queues.update({ workPoolName: pool, workQueueName, ...change });
const changePool = (app: TestApp, change: { isPaused?: boolean; concurrencyLimit?: number | null }) =>
  app.caller.workPools.update({ name: pool, ...change });
const end = (app: TestApp, id: string) =>
  app.caller.flowRuns.setState({ id, state: { type: 'COMPLETED' }, force: true });

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

describe('the slots of a pool', () => {
  test('let in so many, and the next when one is given back; a run that is being cancelled holds its own', async () => {
    await using app = await withPool([], { concurrencyLimit: 2 });
    const deploymentId = await deployIn(app, null);
    const ids = [];
    for (const late of [4, 3, 2, 1]) ids.push(await schedule(app, deploymentId, late));
    expect(await claim(app)).toMatchObject({
      runs: [{ run: { id: ids[0] } }, { run: { id: ids[1] } }],
      nextDueInMs: null,
    });
    await app.caller.flowRuns.setState({ id: ids[0] ?? '', state: { type: 'RUNNING' } });
    await app.caller.flowRuns.setState({ id: ids[0] ?? '', state: { type: 'CANCELLING' } });
    expect(await claim(app)).toMatchObject({ runs: [], nextDueInMs: null });
    await end(app, ids[0] ?? '');
    expect(await claimed(app)).toEqual([ids[2]]);
    await changePool(app, { concurrencyLimit: null });
    expect(await claimed(app)).toEqual([ids[3]]);
  });

  test('hold back its queues together with theirs, and count what runs in paused ones', async () => {
    await using app = await withPool(['second', 'third'], { concurrencyLimit: 4 });
    await changeQueue(app, 'default', { concurrencyLimit: 1 });
    const ids: Record<string, string[]> = {};
    for (const queue of ['default', 'second', 'third']) {
      const deploymentId = await deployIn(app, queue);
      ids[queue] = [await schedule(app, deploymentId, 3), await schedule(app, deploymentId, 2)];
    }
    expect(await claimed(app, 10, ['third'])).toEqual(ids.third);
    await changeQueue(app, 'third', { isPaused: true });
    expect(await claimed(app)).toEqual([ids.default?.[0], ids.second?.[0]]);
    expect(await claim(app)).toMatchObject({ runs: [], nextDueInMs: null });
    await end(app, ids.third?.[0] ?? '');
    expect(await claimed(app)).toEqual([ids.second?.[1]]);
  });

  test('of a queue let the others go on, whatever waits in it', async () => {
    await using app = await withPool(['second']);
    await changeQueue(app, 'default', { concurrencyLimit: 1 });
    const busy = await deployIn(app, null);
    for (let late = 1; late <= 5; late += 1) await schedule(app, busy, late);
    const quiet = await schedule(app, await deployIn(app, 'second'), 1);
    const { runs, nextDueInMs } = await claim(app, 2);
    expect(runs.map(({ run }) => run.workQueueName)).toEqual(['default', 'second']);
    expect(runs[1]?.run.id).toBe(quiet);
    expect(nextDueInMs).toBeNull();
    await changeQueue(app, 'default', { concurrencyLimit: 0 });
    expect(await claim(app)).toMatchObject({ runs: [], nextDueInMs: null });
  });

  test('are taken together with those of the deployments’ limits, shared ones too', async () => {
    await using app = await withPool(['second'], { concurrencyLimit: 5 });
    const shared = await app.caller.concurrencyLimits.create({ name: 'warehouse', limit: 2 });
    const one = await deployIn(app, null, { globalConcurrencyLimitId: shared.id });
    const two = await deployIn(app, 'second', { globalConcurrencyLimitId: shared.id });
    const free = await deployIn(app, 'second', { name: 'free' });
    const held = [await schedule(app, one, 9), await schedule(app, two, 8)];
    await schedule(app, one, 1);
    await schedule(app, two, 1);
    const unlimited = await schedule(app, free, 1);
    const { runs, nextDueInMs } = await claim(app);
    // Of the limit's two slots both go to the queue that comes first.
    expect(runs.map(({ run, deploymentName }) => [deploymentName, run.name])).toEqual([
      ['default', '9 late'],
      ['default', '1 late'],
      ['free', '1 late'],
    ]);
    expect(runs[2]?.run.id).toBe(unlimited);
    expect(nextDueInMs).toBeNull();
    await end(app, held[0] ?? '');
    expect(await claimed(app)).toEqual([held[1]]);
  });

  test('are not wasted on the backlog of a full deployment', async () => {
    await using app = await withPool();
    const full = await deployIn(app, null, { name: 'full', concurrencyLimit: 1 });
    const open = await deployIn(app, null, { name: 'open' });
    await app.run(async ({ db }) => {
      const run = await db
        .selectFrom('flow_run')
        .selectAll()
        .where('id', '=', await schedule(app, full, 60))
        .executeTakeFirst();
      if (run === undefined) throw new Error('no run');
      await db
        .insertInto('flow_run')
        .values(
          Array.from({ length: 400 }, (_, index) => ({
            ...run,
            id: `0195f2a0-0000-7000-8000-${String(index).padStart(12, '0')}`,
            idempotency_key: null,
          })),
        )
        .execute();
    });
    const first = await schedule(app, open, 2);
    expect((await claim(app, 1)).runs[0]?.deploymentName).toBe('full');
    expect(await claim(app, 10)).toMatchObject({ runs: [{ run: { id: first } }], nextDueInMs: null });
    const second = await schedule(app, open, 1);
    expect(await claimed(app, 10)).toEqual([second]);
  });

  test('cancel what finds a deployment full that would rather not queue', async () => {
    await using app = await withPool();
    const deploymentId = await deployIn(app, null, {
      concurrencyLimit: 1,
      concurrencyOptions: { collisionStrategy: 'CANCEL_NEW' },
    });
    const first = await schedule(app, deploymentId, 2);
    const second = await schedule(app, deploymentId, 1);
    expect(await claim(app)).toMatchObject({ runs: [{ run: { id: first } }], nextDueInMs: null });
    expect(await app.caller.flowRuns.read({ id: second })).toMatchObject({ stateName: 'Cancelled' });
  });

  test('are free again one pass after a runner is lost', async () => {
    await using app = await withPool([], { concurrencyLimit: 1 });
    const deploymentId = await deployIn(app, null);
    await schedule(app, deploymentId, 2);
    const second = await schedule(app, deploymentId, 1);
    await claim(app);
    app.clock.advance(app.services.config.leaseSeconds * 1000 + 1);
    await expireLeases(app.services);
    expect(await claimed(app)).toEqual([second]);
  });

  test('are never waited for: while somebody has the pool a claim comes back soon', async () => {
    await using app = await withPool([], { concurrencyLimit: 1 });
    await schedule(app, await deployIn(app, null), 1);
    await app.run(async ({ db }) => {
      await db.selectFrom('work_pool').select('id').forNoKeyUpdate().execute();
      expect(await claim(app)).toMatchObject({ runs: [], nextDueInMs: 50 });
    });
    expect(await claimed(app)).toHaveLength(1);
  });
});

describe('eight claimers of one pool', () => {
  test.each([1, 2, 17])('never have more than %i runs, and get all of them in the end', async (limit) => {
    await using app = await withPool(['second'], { concurrencyLimit: limit });
    await changeQueue(app, 'default', { concurrencyLimit: Math.ceil(limit / 2) });
    const deployments = [
      await deployIn(app, null),
      await deployIn(app, 'second', { concurrencyLimit: Math.ceil(limit / 2) }),
      await deployIn(app, 'second', { name: 'free' }),
    ];
    const total = 30;
    await Promise.all(
      Array.from({ length: total }, (_, index) =>
        schedule(app, deployments[index % deployments.length] ?? '', 1 + (index % 7)),
      ),
    );
    const seen: string[] = [];
    const most = { pool: 0, queue: 0 };
    const live = async (): Promise<void> => {
      const status = await app.caller.workPools.concurrencyStatus({ name: pool, flowRunLimit: 0 });
      most.pool = Math.max(most.pool, status.activeSlots);
      most.queue = Math.max(most.queue, status.results[0]?.activeSlots ?? 0);
    };
    const work = async (): Promise<void> => {
      while (seen.length < total) {
        const { runs, nextDueInMs } = await claim(app, 5);
        seen.push(...runs.map(({ run }) => run.id));
        await live();
        for (const { run } of runs) await end(app, run.id);
        if (runs.length === 0) expect([null, 50]).toContain(nextDueInMs);
      }
    };
    await Promise.all(Array.from({ length: 8 }, work));
    expect(seen).toHaveLength(total);
    expect(new Set(seen).size).toBe(total);
    expect(most.pool).toBeLessThanOrEqual(limit);
    expect(most.queue).toBeLessThanOrEqual(Math.ceil(limit / 2));
    expect(most.pool).toBeGreaterThan(0);
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
