import { runnerId } from '@carillon/core';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';

const runner = { id: runnerId.parse('0195f2a0-0000-7000-8000-000000000001'), name: 'one' };

const schedule = (app: TestApp, id: string, scheduledTime: Date) =>
  app.caller.deployments.createRun({
    id,
    state: { type: 'SCHEDULED', stateDetails: { scheduledTime } },
  });

const minutes = (app: TestApp, count: number): Date => new Date(app.clock.now().getTime() + count * 60_000);

const claim = (app: TestApp, deploymentIds: string[], limit = 10) =>
  app.caller.flowRuns.claim({ runner, deploymentIds, limit });

describe('a claim', () => {
  test('takes what is due, earliest first, under a lease, and tells when the next is due', async () => {
    await using app = await testApp();
    const { deploymentId } = await deploy(app);
    await schedule(app, deploymentId, minutes(app, -1));
    const earlier = await schedule(app, deploymentId, minutes(app, -2));
    await schedule(app, deploymentId, minutes(app, 5));

    const { runs, nextDueInMs, leaseSeconds } = await claim(app, [deploymentId]);

    expect(runs.map((claimed) => claimed.lateMs)).toEqual([120_000, 60_000]);
    expect(runs[0]).toMatchObject({
      flowName: 'report',
      deploymentName: 'daily',
      run: {
        id: earlier.run.id,
        stateType: 'PENDING',
        nextScheduledStartTime: null,
        expectedStartTime: minutes(app, -2),
        state: { name: 'Pending', stateDetails: { scheduledTime: minutes(app, -2) } },
        leaseExpiresAt: new Date(app.clock.now().getTime() + leaseSeconds * 1000),
      },
    });
    expect(nextDueInMs).toBe(300_000);
    const states = await app.caller.flowRuns.states({ id: earlier.run.id });
    expect(states.map((state) => state.name)).toEqual(['Scheduled', 'Pending']);
  });

  test('takes no more than it asks for, and says that there is more', async () => {
    await using app = await testApp();
    const { deploymentId } = await deploy(app);
    for (let minute = 1; minute <= 3; minute += 1) await schedule(app, deploymentId, minutes(app, -minute));
    const first = await claim(app, [deploymentId], 2);
    expect(first.runs.map((claimed) => claimed.lateMs)).toEqual([180_000, 120_000]);
    expect(first.nextDueInMs).toBe(0);
    expect((await claim(app, [deploymentId], 2)).runs.map((claimed) => claimed.lateMs)).toEqual([60_000]);
    expect(await claim(app, [deploymentId], 2)).toMatchObject({ runs: [], nextDueInMs: null });
  });

  test('takes the earliest of all deployments, however many are due in one of them', async () => {
    await using app = await testApp();
    const { deploymentId: busy } = await deploy(app, { name: 'busy' });
    const { deploymentId: quiet } = await deploy(app, { name: 'quiet' });
    for (let minute = 5; minute <= 9; minute += 1) await schedule(app, busy, minutes(app, -minute));
    await schedule(app, quiet, minutes(app, -7));
    const { runs } = await claim(app, [quiet, busy, quiet], 4);
    expect(runs.map((claimed) => claimed.lateMs / 60_000)).toEqual([9, 8, 7, 7]);
    expect(runs.map((claimed) => claimed.deploymentName).sort()).toEqual(['busy', 'busy', 'busy', 'quiet']);
  });

  test('takes the earliest however unevenly the backlog lies, and of limited ones what has slots', async () => {
    await using app = await testApp();
    const { deploymentId: long } = await deploy(app, { name: 'long' });
    const { deploymentId: limited } = await deploy(app, { name: 'limited', concurrencyLimit: 3 });
    const few = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => (await deploy(app, { name })).deploymentId),
    );
    // Each has a run at every third second; the long one has those between too.
    const ages = Array.from({ length: 240 }, (_, index) => index + 1);
    const make = async (id: string, each: number): Promise<void> => {
      for (const age of ages.filter((second) => second % each === 0))
        await schedule(app, id, new Date(app.clock.now().getTime() - age * 1000));
    };
    await Promise.all([make(long, 1), make(limited, 3), ...few.map((id) => make(id, 3))]);

    const taken: { deployment: string | null; age: number }[] = [];
    for (const limit of [7, 50, 200, 200]) {
      const { runs } = await claim(app, [long, limited, ...few], limit);
      taken.push(...runs.map((run) => ({ deployment: run.deploymentName, age: run.lateMs / 1000 })));
    }

    const ofLimited = taken.filter(({ deployment }) => deployment === 'limited');
    expect(ofLimited.map(({ age }) => age)).toEqual([240, 237, 234]);
    const others = taken.filter(({ deployment }) => deployment !== 'limited').map(({ age }) => age);
    const wanted = [...ages, ...few.flatMap(() => ages.filter((age) => age % 3 === 0))];
    expect(others).toEqual(wanted.sort((a, b) => b - a).slice(0, others.length));
    expect(taken).toHaveLength(457);
  });

  test('leaves to its own process the run that will try again there', async () => {
    await using app = await testApp();
    const { deploymentId } = await deploy(app, { runPolicy: { retries: 1, retryDelay: 0 } });
    const { run } = await schedule(app, deploymentId, minutes(app, 0));
    await app.caller.flowRuns.setState({ id: run.id, state: { type: 'RUNNING' } });
    const { status, state } = await app.caller.flowRuns.setState({ id: run.id, state: { type: 'FAILED' } });
    expect({ status, name: state?.name }).toEqual({ status: 'REJECT', name: 'AwaitingRetry' });
    expect(await claim(app, [deploymentId])).toMatchObject({ runs: [], nextDueInMs: null });
    expect(await app.caller.deployments.scheduledRuns({ deploymentIds: [deploymentId] })).toEqual([]);
  });

  test('takes nothing of a deployment that is gone, and leaves what was claimed before', async () => {
    await using app = await testApp();
    const { deploymentId } = await deploy(app);
    await schedule(app, deploymentId, minutes(app, -2));
    await schedule(app, deploymentId, minutes(app, -1));
    const [claimed] = (await claim(app, [deploymentId], 1)).runs;
    await app.caller.deployments.delete({ id: deploymentId });
    const { flow } = await app.caller.flows.create({ name: 'report' });
    const due = { type: 'SCHEDULED' as const, stateDetails: { scheduledTime: minutes(app, -1) } };
    await app.caller.flowRuns.create({ flowId: flow.id, deploymentId, state: due });
    expect(await claim(app, [deploymentId])).toMatchObject({ runs: [], nextDueInMs: null });
    expect(await app.caller.flowRuns.read({ id: claimed?.run.id ?? '' })).toMatchObject({
      stateType: 'PENDING',
    });
  });

  test('takes the runs that a person made for a paused deployment', async () => {
    await using app = await testApp();
    const { deploymentId } = await deploy(app, { paused: true });
    await schedule(app, deploymentId, minutes(app, 0));
    expect((await claim(app, [deploymentId])).runs).toHaveLength(1);
  });
});

describe('eight claimers at once', () => {
  test('claim each of 500 runs once, with tokens that ascend for each of them', async () => {
    await using app = await testApp();
    const { deploymentId } = await deploy(app);
    // No more at a time than the pool has connections for.
    for (let made = 0; made < 500; made += 10) {
      const starts = Array.from({ length: 10 }, (_, index) => minutes(app, -1 - ((made + index) % 7)));
      await Promise.all(starts.map((start) => schedule(app, deploymentId, start)));
    }
    const claimAll = async (): Promise<{ id: string; token: number }[]> => {
      const mine: { id: string; token: number }[] = [];
      while (true) {
        const { runs, nextDueInMs } = await claim(app, [deploymentId], 10);
        mine.push(...runs.map(({ run, leaseToken }) => ({ id: run.id, token: leaseToken })));
        if (nextDueInMs === null) return mine;
      }
    };
    const claimers = await Promise.all(Array.from({ length: 8 }, claimAll));
    const all = claimers.flat();
    expect(all).toHaveLength(500);
    expect(new Set(all.map(({ id }) => id)).size).toBe(500);
    expect(new Set(all.map(({ token }) => token)).size).toBe(500);
    for (const mine of claimers) {
      const batches = mine.map(({ token }) => token);
      const highest = batches.map((_, index) => Math.max(...batches.slice(0, index + 1)));
      for (let index = 10; index < batches.length; index += 10)
        expect(Math.min(...batches.slice(index, index + 10))).toBeGreaterThan(highest[index - 1] ?? 0);
    }
  });
});
