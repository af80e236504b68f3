import { describe, expect, test } from 'vitest';
import {
  changePool,
  changeQueue,
  claim,
  claimed,
  deployIn,
  end,
  pool,
  schedule,
  withPool,
} from '../../../fixtures/claimed-pool.ts';
import { expireLeases } from './expire-leases.ts';

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
