import { deploy, explain, type PlanNode, type TestApp, testApp } from '@carillon/testing';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { checkReadiness } from './check-readiness.ts';
import { markDeploymentsUnpolled } from './statements/mark-deployments-unpolled.ts';
import { markPoolsUnattended } from './statements/mark-pools-unattended.ts';
import { markWorkersOffline } from './statements/mark-workers-offline.ts';

const pool = { workPoolName: 'docker' };
const withPool = async () => {
  const app = await testApp();
  await app.caller.workPools.create({ name: 'docker', type: 'docker' });
  return app;
};
const beat = (app: TestApp, name: string, heartbeatIntervalSeconds?: number) =>
  app.caller.workPools.workers.heartbeat({
    ...pool,
    name,
    ...(heartbeatIntervalSeconds !== undefined && { heartbeatIntervalSeconds }),
  });
type ListInput = Omit<Parameters<TestApp['caller']['workPools']['workers']['list']>[0], 'workPoolName'>;
const list = (app: TestApp, input: ListInput = {}) =>
  app.caller.workPools.workers.list({ ...pool, ...input });
const statuses = async (app: TestApp) =>
  (await list(app)).results.map(({ name, status }) => `${name} ${status}`);
const poolStatus = async (app: TestApp) => (await app.caller.workPools.read({ name: 'docker' })).status;

describe('a worker', () => {
  test('is made by its first heartbeat, and makes its pool READY', async () => {
    await using app = await withPool();
    await beat(app, 'w', 10);
    const made = app.clock.now();
    expect((await list(app)).results).toEqual([
      {
        id: expect.any(String),
        created: made,
        updated: made,
        name: 'w',
        workPoolId: (await app.caller.workPools.read({ name: 'docker' })).id,
        lastHeartbeatTime: made,
        heartbeatIntervalSeconds: 10,
        status: 'ONLINE',
      },
    ]);
    expect(await app.caller.workPools.read({ name: 'docker' })).toMatchObject({
      status: 'READY',
      updated: made,
    });
    app.clock.advance(5000);
    await beat(app, 'w');
    expect((await list(app)).results).toMatchObject([
      { created: made, updated: made, lastHeartbeatTime: app.clock.now(), heartbeatIntervalSeconds: 10 },
    ]);
  });

  test('leaves a pool paused that is', async () => {
    await using app = await withPool();
    await app.caller.workPools.update({ name: 'docker', isPaused: true });
    await beat(app, 'w');
    expect(await poolStatus(app)).toBe('PAUSED');
  });

  test('is OFFLINE once it has missed three heartbeats, of thirty seconds unless it says otherwise', async () => {
    await using app = await withPool();
    await beat(app, 'quick', 5);
    await beat(app, 'quiet');
    app.clock.advance(14_999);
    expect((await statuses(app)).sort()).toEqual(['quick ONLINE', 'quiet ONLINE']);
    app.clock.advance(1);
    expect((await statuses(app)).sort()).toEqual(['quick OFFLINE', 'quiet ONLINE']);
    app.clock.advance(75_000);
    expect((await statuses(app)).sort()).toEqual(['quick OFFLINE', 'quiet OFFLINE']);
    await beat(app, 'quick');
    expect(await statuses(app)).toEqual(['quick ONLINE', 'quiet OFFLINE']);
  });

  test('is found by its status as it is shown, and by when it was heard', async () => {
    await using app = await withPool();
    await beat(app, 'a', 5);
    app.clock.advance(10_000);
    const between = app.clock.now();
    await beat(app, 'b', 5);
    app.clock.advance(10_000);
    const names = async (workers: ListInput['workers']) =>
      (await list(app, { workers })).results.map(({ name }) => name);
    expect(await names({ status: { any: ['ONLINE'] } })).toEqual(['b']);
    expect(await names({ status: { any: ['OFFLINE'] } })).toEqual(['a']);
    expect(await names({ status: { notAny: ['OFFLINE'] } })).toEqual(['b']);
    expect(await names({ lastHeartbeatTime: { before: between } })).toEqual(['b', 'a']);
    expect(await names({ lastHeartbeatTime: { after: between } })).toEqual(['b']);
    expect(
      await names({
        operator: 'or',
        status: { any: ['OFFLINE'] },
        lastHeartbeatTime: { after: between },
      }),
    ).toEqual(['b', 'a']);
    const { nextCursor } = await list(app, { limit: 1 });
    expect((await list(app, { limit: 1, cursor: nextCursor })).results.map(({ name }) => name)).toEqual([
      'a',
    ]);
  });

  test('is forgotten when it is deleted', async () => {
    await using app = await withPool();
    await beat(app, 'w');
    await app.caller.workPools.workers.delete({ ...pool, name: 'w' });
    expect((await list(app)).results).toEqual([]);
    await expect(app.caller.workPools.workers.delete({ ...pool, name: 'w' })).rejects.toMatchObject({
      cause: { code: 'WORKER_NOT_FOUND', data: { pool: 'docker', name: 'w' } },
    });
    const elsewhere = { workPoolName: 'other', name: 'w' };
    const { workers } = app.caller.workPools;
    for (const call of [
      () => workers.heartbeat(elsewhere),
      () => workers.delete(elsewhere),
      () => workers.list({ workPoolName: 'other' }),
    ])
      await expect(call()).rejects.toMatchObject({ cause: { code: 'WORK_POOL_NOT_FOUND' } });
  });
});

describe('a pass of worker-health', () => {
  const storedWorkers = (app: TestApp) =>
    app.read(({ db }) => db.selectFrom('worker').select(['name', 'status']).orderBy('name').execute());

  test('marks what nobody has been heard of: workers, their pool, queues and deployments', async () => {
    await using app = await withPool();
    const { deploymentId } = await deploy(app, pool);
    const queue = { ...pool, workQueueName: 'default' };
    const { id: queueId } = await app.caller.workPools.queues.read(queue);
    await beat(app, 'quick', 5);
    await beat(app, 'quiet');
    await app.run(async ({ db, now }) => {
      await db.updateTable('work_queue').set({ status: 'READY', last_polled: now }).execute();
      await db.updateTable('deployment').set({ status: 'READY', last_polled: now }).execute();
    });
    const before = {
      pool: await app.caller.workPools.read({ name: 'docker' }),
      queue: await app.caller.workQueues.read({ id: queueId }),
      deployment: await app.caller.deployments.read({ id: deploymentId }),
    };
    app.clock.advance(20_000);
    expect(await checkReadiness(app.services)).toEqual({ changed: 1, full: false });
    expect(await storedWorkers(app)).toEqual([
      { name: 'quick', status: 'OFFLINE' },
      { name: 'quiet', status: 'ONLINE' },
    ]);
    expect(await poolStatus(app)).toBe('READY');
    app.clock.advance(40_000);
    expect(await checkReadiness(app.services)).toEqual({ changed: 2, full: false });
    expect(await app.caller.workQueues.read({ id: queueId })).toEqual({
      ...before.queue,
      status: 'NOT_READY',
    });
    expect(await app.caller.deployments.read({ id: deploymentId })).toEqual({
      ...before.deployment,
      status: 'NOT_READY',
    });
    app.clock.advance(30_000);
    expect(await checkReadiness(app.services)).toEqual({ changed: 2, full: false });
    expect(await app.caller.workPools.read({ name: 'docker' })).toEqual({
      ...before.pool,
      status: 'NOT_READY',
    });
    expect(await checkReadiness(app.services)).toEqual({ changed: 0, full: false });
    await beat(app, 'quick');
    expect(await poolStatus(app)).toBe('READY');
    const told = await app.read(({ db }) =>
      db
        .selectFrom('event')
        .select(['kind', 'detail'])
        .where('kind', 'like', '%.status')
        .orderBy('at')
        .execute(),
    );
    expect(told.map(({ kind, detail }) => `${kind} ${detail.status}`).sort()).toEqual([
      'deployment.status NOT_READY',
      'work-pool.status NOT_READY',
      'work-pool.status READY',
      'work-pool.status READY',
      'work-queue.status NOT_READY',
    ]);
  });

  test('leaves a deployment READY whose queue is polled', async () => {
    await using app = await withPool();
    const { deploymentId } = await deploy(app, pool);
    await app.run(({ db, now }) =>
      db.updateTable('deployment').set({ status: 'READY', last_polled: now }).execute(),
    );
    app.clock.advance(120_000);
    await app.run(({ db, now }) =>
      db.updateTable('work_queue').set({ status: 'READY', last_polled: now }).execute(),
    );
    expect(await checkReadiness(app.services)).toEqual({ changed: 0, full: false });
    expect((await app.caller.deployments.read({ id: deploymentId })).status).toBe('READY');
  });

  test('leaves what is paused as it is', async () => {
    await using app = await withPool();
    await beat(app, 'w', 5);
    await app.caller.workPools.update({ name: 'docker', isPaused: true });
    await app.caller.workPools.queues.update({ ...pool, workQueueName: 'default', isPaused: true });
    app.clock.advance(120_000);
    await checkReadiness(app.services);
    expect(await poolStatus(app)).toBe('PAUSED');
    const { status } = await app.caller.workPools.queues.read({ ...pool, workQueueName: 'default' });
    expect(status).toBe('PAUSED');
  });

  test('of many servers at once marks each thing once', async () => {
    await using app = await withPool();
    await app.run(async ({ db, now }) => {
      const { id } = await db.selectFrom('work_pool').select('id').executeTakeFirstOrThrow();
      await sql`insert into worker (id, created, updated, work_pool_id, name, last_heartbeat_time, status)
        select gen_random_uuid(), ${now}, ${now}, ${id}, 'w' || i, ${now}, 'ONLINE' from generate_series(1, 700) i`.execute(
        db,
      );
      await db.updateTable('work_pool').set({ status: 'READY' }).execute();
    });
    app.clock.advance(90_000);
    const passes = await Promise.all(Array.from({ length: 8 }, () => checkReadiness(app.services)));
    passes.push(await checkReadiness(app.services));
    expect(passes.reduce((sum, { changed }) => sum + changed, 0)).toBe(701);
    expect(await poolStatus(app)).toBe('NOT_READY');
  });

  test('finds what it marks through its indexes', async () => {
    await using app = await withPool();
    const { config } = app.services;
    const now = app.clock.now();
    await deploy(app, pool);
    await app.run(async ({ db }) => {
      const { flow_id } = await db.selectFrom('deployment').select('flow_id').executeTakeFirstOrThrow();
      await sql`insert into work_pool (id, created, updated, name, type, base_job_template, is_paused, storage_configuration,
          status)
        select gen_random_uuid(), ${now}, ${now}, 'p' || i, 'docker', '{}', false, '{}', 'READY'
        from generate_series(1, 500) i`.execute(db);
      await sql`insert into worker (id, created, updated, work_pool_id, name, last_heartbeat_time, status)
        select gen_random_uuid(), ${now}, ${now}, id, 'w' || i, ${now}, 'OFFLINE'
        from work_pool cross join generate_series(1, 40) i`.execute(db);
      await sql`insert into deployment (id, created, updated, name, flow_id, paused, job_variables, parameters,
          enforce_parameter_schema, run_policy, tags, labels, status, last_polled)
        select gen_random_uuid(), ${now}::timestamptz, ${now}::timestamptz, 'd' || i, ${flow_id}, false, '{}', '{}',
          true, '{}', '{}', '{}', 'READY', ${now}::timestamptz from generate_series(1, 20000) i`.execute(db);
      await sql`analyze work_pool`.execute(db);
      await sql`analyze worker`.execute(db);
      await sql`analyze deployment`.execute(db);
    });
    const plan = (statement: Parameters<typeof explain>[1]): Promise<PlanNode[]> =>
      app.read(({ db }) => explain(db, statement));
    const indexes = (nodes: PlanNode[]) => nodes.flatMap(({ index }) => index ?? []);
    const before = new Date(now.getTime() - 60_000);
    expect(indexes(await plan((db) => markWorkersOffline(db, { now, config, limit: 500 })))).toContain(
      'worker_heartbeat_index',
    );
    expect(indexes(await plan((db) => markDeploymentsUnpolled(db, { before, limit: 500 })))).toContain(
      'deployment_ready_index',
    );
    const pools = await plan((db) => markPoolsUnattended(db, { now, config, limit: 500 }));
    expect(pools.filter(({ table, type }) => table === 'worker' && type === 'Seq Scan')).toEqual([]);
  });
});
