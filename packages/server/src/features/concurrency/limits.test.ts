import { noStateDetails as noDetails, runnerId } from '@carillon/core';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { expireLeases } from '../flow-runs/expire-leases.ts';
import { setFlowRunState } from '../flow-runs/set-state.ts';
import { expireSlotLeases } from './expire-slot-leases.ts';

const runner = { id: runnerId.parse('0195f2a0-0000-7000-8000-000000000001'), name: 'one' };

const limited = (app: TestApp, limit: number, collisionStrategy: 'ENQUEUE' | 'CANCEL_NEW' = 'ENQUEUE') =>
  deploy(app, { concurrencyLimit: limit, concurrencyOptions: { collisionStrategy } });

const makeRuns = async (app: TestApp, id: string, count: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) {
    ids.push((await app.caller.deployments.createRun({ id })).run.id);
    app.clock.advance(1);
  }
  return ids;
};

const claim = (app: TestApp, deploymentIds: string[], limit = 50) =>
  app.caller.flowRuns.claim({ runner, deploymentIds, limit });

const propose = (app: TestApp, id: string, type: 'PENDING' | 'RUNNING' | 'COMPLETED' | 'CANCELLED') =>
  app.caller.flowRuns.setState({ id, state: { type } });

describe('a limit of a deployment', () => {
  test('lets in as many claims as it has slots, first come first served, and the next when one is given back', async () => {
    await using app = await testApp();
    const { deploymentId } = await limited(app, 2);
    const ids = await makeRuns(app, deploymentId, 4);
    const { runs, nextDueInMs } = await claim(app, [deploymentId]);
    expect(runs.map(({ run }) => run.id)).toEqual(ids.slice(0, 2));
    expect(nextDueInMs).toBeNull();
    expect((await claim(app, [deploymentId])).runs).toEqual([]);
    await propose(app, ids[0] ?? '', 'CANCELLED');
    expect((await claim(app, [deploymentId])).runs.map(({ run }) => run.id)).toEqual([ids[2]]);
  });

  test('is shared by the deployments that name it', async () => {
    await using app = await testApp();
    const shared = await app.caller.concurrencyLimits.create({ name: 'warehouse', limit: 1 });
    const { deploymentId: one } = await deploy(app, { name: 'one', globalConcurrencyLimitId: shared.id });
    const { deploymentId: two } = await deploy(app, { name: 'two', globalConcurrencyLimitId: shared.id });
    const [first] = await makeRuns(app, one, 1);
    await makeRuns(app, two, 1);
    expect((await claim(app, [one, two])).runs.map(({ run }) => run.id)).toEqual([first]);
    expect(await app.caller.concurrencyLimits.read({ id: shared.id })).toMatchObject({ activeSlots: 1 });
  });

  test('holds nobody back while it is inactive', async () => {
    await using app = await testApp();
    const shared = await app.caller.concurrencyLimits.create({ name: 'warehouse', limit: 1, active: false });
    const { deploymentId } = await deploy(app, { globalConcurrencyLimitId: shared.id });
    await makeRuns(app, deploymentId, 3);
    expect((await claim(app, [deploymentId])).runs).toHaveLength(3);
  });

  test('cancels what finds it full where its strategy says so, and nothing that is not due', async () => {
    await using app = await testApp();
    const { deploymentId } = await limited(app, 1, 'CANCEL_NEW');
    const [first = '', second = ''] = await makeRuns(app, deploymentId, 2);
    const later = await app.caller.deployments.createRun({
      id: deploymentId,
      state: {
        type: 'SCHEDULED',
        stateDetails: { scheduledTime: new Date(app.clock.now().getTime() + 60_000) },
      },
    });
    await claim(app, [deploymentId]);
    const states = await Promise.all(
      [first, second, later.run.id].map((id) => app.caller.flowRuns.read({ id })),
    );
    expect(states.map((run) => run.stateName)).toEqual(['Pending', 'Cancelled', 'Scheduled']);
    expect(states[1]?.state?.message).toBe('Deployment concurrency limit reached.');
  });

  test('makes a run that is proposed PENDING wait or end, and aborts at a limit of 0', async () => {
    await using app = await testApp();
    const { deploymentId } = await limited(app, 1);
    const [first = '', second = ''] = await makeRuns(app, deploymentId, 2);
    expect(await propose(app, first, 'PENDING')).toMatchObject({ status: 'ACCEPT' });
    const waits = await propose(app, second, 'PENDING');
    expect(waits).toMatchObject({
      status: 'REJECT',
      state: {
        name: 'AwaitingConcurrencySlot',
        stateDetails: { scheduledTime: new Date(app.clock.now().getTime() + 30_000) },
      },
    });
    const { globalConcurrencyLimit } = await app.caller.deployments.read({ id: deploymentId });
    await app.caller.concurrencyLimits.update({ id: globalConcurrencyLimit?.id ?? '', limit: 0 });
    expect(await propose(app, second, 'PENDING')).toMatchObject({
      status: 'ABORT',
      state: { id: waits.state?.id },
    });
  });

  test('counts a direct step to RUNNING, which it lets in', async () => {
    await using app = await testApp();
    const { deploymentId } = await limited(app, 1);
    const [first = '', second = '', third = ''] = await makeRuns(app, deploymentId, 3);
    await propose(app, first, 'PENDING');
    expect(await propose(app, second, 'RUNNING')).toMatchObject({ status: 'ACCEPT' });
    const { globalConcurrencyLimit } = await app.caller.deployments.read({ id: deploymentId });
    expect(globalConcurrencyLimit).toMatchObject({ limit: 1, activeSlots: 2 });
    await propose(app, first, 'CANCELLED');
    expect(await propose(app, third, 'PENDING')).toMatchObject({ status: 'REJECT' });
  });

  test('is free again one pass after a runner is lost', async () => {
    await using app = await testApp();
    const { deploymentId } = await limited(app, 1);
    const [, second] = await makeRuns(app, deploymentId, 2);
    await claim(app, [deploymentId]);
    app.clock.advance(app.services.config.leaseSeconds * 1000 + 1);
    await expireLeases(app.services);
    expect((await claim(app, [deploymentId])).runs.map(({ run }) => run.id)).toEqual([second]);
  });
});

describe('a client that renews its slot', () => {
  const renewing = (app: TestApp, id: string, type: 'PENDING' | 'RUNNING' | 'COMPLETED') =>
    app.run((context) =>
      setFlowRunState(context, {
        id: id as Parameters<typeof setFlowRunState>[1]['id'],
        state: { type, name: null, message: null, data: null, stateDetails: noDetails },
        force: false,
        leaseToken: null,
        renewsSlot: true,
      }),
    );

  test('holds it on a lease; once that runs out the slot is others’, and the run is Cancelled where there is no other', async () => {
    await using app = await testApp();
    const { deploymentId } = await limited(app, 1);
    const [first = '', second = ''] = await makeRuns(app, deploymentId, 2);
    const { state } = await renewing(app, first, 'PENDING');
    const leaseId = state?.stateDetails.deploymentConcurrencyLeaseId ?? null;
    expect(leaseId).not.toBeNull();
    app.clock.advance(200_000);
    await app.caller.concurrencyLimits.renew({ leaseId: leaseId ?? '' });
    app.clock.advance(200_000);
    expect((await claim(app, [deploymentId])).runs).toEqual([]);
    app.clock.advance(101_000);
    await expireSlotLeases(app.services);
    expect((await claim(app, [deploymentId])).runs.map(({ run }) => run.id)).toEqual([second]);
    expect(await renewing(app, first, 'RUNNING')).toMatchObject({
      status: 'REJECT',
      state: { name: 'Cancelled' },
    });
    const { globalConcurrencyLimit } = await app.caller.deployments.read({ id: deploymentId });
    expect(globalConcurrencyLimit).toMatchObject({ activeSlots: 1 });
  });

  test('takes another slot at its start where one is free, and gives it back at its end', async () => {
    await using app = await testApp();
    const { deploymentId } = await limited(app, 1);
    const [first = ''] = await makeRuns(app, deploymentId, 1);
    await renewing(app, first, 'PENDING');
    app.clock.advance(301_000);
    await expireSlotLeases(app.services);
    const { state } = await renewing(app, first, 'RUNNING');
    expect(state?.name).toBe('Running');
    const lease = { leaseId: state?.stateDetails.deploymentConcurrencyLeaseId ?? '' };
    await app.caller.concurrencyLimits.renew(lease);
    await renewing(app, first, 'COMPLETED');
    await expect(app.caller.concurrencyLimits.renew(lease)).rejects.toMatchObject({
      cause: { code: 'LEASE_GONE' },
    });
    const { globalConcurrencyLimit } = await app.caller.deployments.read({ id: deploymentId });
    expect(globalConcurrencyLimit).toMatchObject({ activeSlots: 0 });
  });
});

describe('eight servers at once', () => {
  test.each([1, 2, 17])('never exceed a limit of %i by claims or through PENDING', async (limit) => {
    await using app = await testApp();
    const { deploymentId } = await limited(app, limit);
    const ids = await makeRuns(app, deploymentId, 60);
    const servers = await Promise.all(
      Array.from({ length: 7 }, () => testApp({ databaseUrl: app.databaseUrl, clock: app.clock })),
    );
    const live = async (): Promise<number> =>
      app.caller.flowRuns.count({
        flowRuns: { state: { type: { any: ['PENDING', 'RUNNING', 'CANCELLING'] } } },
      });
    const done = new Set<string>();
    const work = async (server: TestApp, index: number): Promise<void> => {
      while (done.size < ids.length) {
        const mine =
          index % 2 === 0
            ? (await claim(server, [deploymentId], 3)).runs.map(({ run }) => run.id)
            : await Promise.all(
                ids.slice(index * 7, index * 7 + 7).map(async (id) => {
                  if (done.has(id)) return [];
                  const { status, state } = await propose(server, id, 'PENDING');
                  return status === 'ACCEPT' && state?.type === 'PENDING' ? [id] : [];
                }),
              ).then((claimed) => claimed.flat());
        expect(await live()).toBeLessThanOrEqual(limit);
        for (const id of mine) {
          await propose(server, id, 'COMPLETED');
          done.add(id);
        }
        if (mine.length === 0) app.clock.advance(31_000);
      }
    };
    try {
      await Promise.all([app, ...servers].map(work));
      const counts = await Promise.all(
        ids.map(async (id) =>
          (await app.caller.flowRuns.states({ id })).filter(({ type }) => type === 'PENDING'),
        ),
      );
      expect(counts.map((pending) => pending.length)).toEqual(ids.map(() => 1));
    } finally {
      await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
    }
  });
});

describe('slots that are taken by name', () => {
  test('are taken of all named limits or of none; unknown names are left out', async () => {
    await using app = await testApp();
    const { concurrencyLimits } = app.caller;
    await concurrencyLimits.create({ name: 'a', limit: 2 });
    await concurrencyLimits.create({ name: 'b', limit: 1 });
    const both = { names: ['a', 'b', 'c'], slots: 1 };
    expect(await concurrencyLimits.increment(both)).toMatchObject({ granted: true, limits: [{}, {}] });
    expect(await concurrencyLimits.increment(both)).toEqual({
      granted: false,
      retryAfterSeconds: expect.any(Number),
    });
    expect(await concurrencyLimits.readByName({ name: 'a' })).toMatchObject({
      activeSlots: 1,
      deniedSlots: 0,
    });
    expect(await concurrencyLimits.readByName({ name: 'b' })).toMatchObject({
      activeSlots: 1,
      deniedSlots: 1,
    });
    expect(await concurrencyLimits.increment({ names: ['c'], slots: 1 })).toEqual({
      granted: true,
      limits: [],
    });
    await concurrencyLimits.decrement({ names: ['a', 'b'], slots: 5 });
    expect(await concurrencyLimits.readByName({ name: 'b' })).toMatchObject({ activeSlots: 0 });
  });

  test('decay by the fraction of a second, however often they are taken', async () => {
    await using app = await testApp();
    const { concurrencyLimits } = app.caller;
    await concurrencyLimits.create({ name: 'rate', limit: 2, slotDecayPerSecond: 1 });
    const take = { names: ['rate'], slots: 1, mode: 'rate_limit' as const };
    const granted: boolean[] = [];
    for (let tenths = 0; tenths < 60; tenths += 1) {
      granted.push((await concurrencyLimits.increment(take)).granted);
      app.clock.advance(100);
    }
    const taken = granted.filter(Boolean).length;
    expect(taken).toBeGreaterThanOrEqual(6);
    expect(taken).toBeLessThanOrEqual(8);
  });

  test('come back by themselves when their lease is not renewed', async () => {
    await using app = await testApp();
    const { concurrencyLimits } = app.caller;
    await concurrencyLimits.create({ name: 'a', limit: 1 });
    const lease = await concurrencyLimits.acquire({ names: ['a'], slots: 1, leaseSeconds: 60 });
    expect(lease).toMatchObject({ granted: true });
    expect(await concurrencyLimits.acquire({ names: ['a'], slots: 1 })).toMatchObject({ granted: false });
    app.clock.advance(61_000);
    expect(await concurrencyLimits.acquire({ names: ['a'], slots: 1 })).toMatchObject({ granted: true });
    await expireSlotLeases(app.services);
    if (lease.granted)
      await expect(concurrencyLimits.renew({ leaseId: lease.leaseId })).rejects.toMatchObject({
        cause: { code: 'LEASE_GONE' },
      });
  });

  test.each([
    ['more than there are', { slots: 3 }, 'SLOTS_EXCEED_LIMIT'],
    ['a rate without decay', { slots: 1, mode: 'rate_limit' as const }, 'SLOTS_DO_NOT_DECAY'],
  ])('are refused: %s', async (_, request, code) => {
    await using app = await testApp();
    await app.caller.concurrencyLimits.create({ name: 'a', limit: 2 });
    await expect(app.caller.concurrencyLimits.increment({ names: ['a'], ...request })).rejects.toMatchObject({
      cause: { code },
    });
  });
});
