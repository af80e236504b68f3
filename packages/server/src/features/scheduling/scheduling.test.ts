import { between } from '@carillon/core';
import { type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { markLateRuns } from './mark-late-runs.ts';
import { storedSchedule } from './planned-schedule.ts';
import { refillDue } from './refill-due.ts';

const second = 1000;
const hour = 3_600_000;
const day = 24 * hour;

type ScheduleInput = Parameters<TestApp['caller']['deployments']['create']>[0]['schedules'];

const deploy = async (app: TestApp, schedules: ScheduleInput, name = 'daily') => {
  const { flow } = await app.caller.flows.create({ name: 'report' });
  const { deployment } = await app.caller.deployments.create({ flowId: flow.id, name, schedules });
  return deployment;
};

const daily = { schedule: { kind: 'cron', cron: '0 9 * * *' } } as const;

const startsOf = async (app: TestApp, deploymentId: string): Promise<string[]> => {
  const rows = await app.read(({ db }) =>
    db
      .selectFrom('flow_run')
      .select('nominal_start')
      .where('deployment_id', '=', deploymentId)
      .orderBy('nominal_start')
      .execute(),
  );
  return rows.map((row) => row.nominal_start?.toISOString() ?? 'none');
};

/** Refills until nothing is due any more. */
const settle = async (app: TestApp): Promise<number> => {
  let runs = 0;
  for (let pass = await refillDue(app.services); pass.schedules > 0; pass = await refillDue(app.services))
    runs += pass.runs;
  return runs;
};

describe('a new schedule', () => {
  test('has its first runs when the call returns', async () => {
    await using app = await testApp();
    const deployment = await deploy(app, [daily]);
    expect(await startsOf(app, deployment.id)).toEqual([
      '2026-01-05T09:00:00.000Z',
      '2026-01-06T09:00:00.000Z',
      '2026-01-07T09:00:00.000Z',
    ]);
  });

  test('has an hour of runs when it is dense', async () => {
    await using app = await testApp();
    const deployment = await deploy(app, [{ schedule: { kind: 'cron', cron: '* * * * *' } }]);
    expect(await startsOf(app, deployment.id)).toHaveLength(61);
  });

  test('has no more runs than max_scheduled_runs', async () => {
    await using app = await testApp();
    const deployment = await deploy(app, [
      { schedule: { kind: 'cron', cron: '* * * * *' }, maxScheduledRuns: 2 },
    ]);
    expect(await startsOf(app, deployment.id)).toHaveLength(2);
    app.clock.advance(61 * second);
    await settle(app);
    expect(await startsOf(app, deployment.id)).toHaveLength(4);
  });

  test('has no runs while its deployment is paused', async () => {
    await using app = await testApp();
    const { flow } = await app.caller.flows.create({ name: 'report' });
    const { deployment } = await app.caller.deployments.create({
      flowId: flow.id,
      name: 'paused',
      paused: true,
      schedules: [daily],
    });
    expect(await startsOf(app, deployment.id)).toEqual([]);
    app.clock.advance(day);
    expect(await settle(app)).toBe(0);
  });
});

describe('refilling', () => {
  test('as time passes makes every start once, none missed', async () => {
    await using app = await testApp();
    const deployment = await deploy(app, [{ schedule: { kind: 'cron', cron: '*/20 * * * *' } }]);
    const begin = app.clock.now().getTime();
    for (let step = 0; step < 100; step += 1) {
      app.clock.advance(7 * 60 * second);
      await settle(app);
    }
    const stored = deployment.schedules[0]?.schedule;
    const expected = between(storedSchedule(stored), begin, app.clock.now().getTime());
    const starts = await startsOf(app, deployment.id);
    expect(starts.slice(0, expected.length)).toEqual(expected.map((start) => new Date(start).toISOString()));
    expect(new Set(starts).size).toBe(starts.length);
  });

  test('a one-second schedule happens no oftener than every 50 s', async () => {
    await using app = await testApp();
    await deploy(app, [{ schedule: { kind: 'interval', interval: 1, anchorDate: app.clock.now() } }]);
    let refills = 0;
    for (let elapsed = 0; elapsed < 300; elapsed += 1) {
      app.clock.advance(second);
      refills += (await refillDue(app.services)).schedules;
    }
    expect(refills).toBeGreaterThan(0);
    expect(refills).toBeLessThanOrEqual(6);
  });

  test('does not bring back a run that somebody deleted', async () => {
    await using app = await testApp();
    const deployment = await deploy(app, [daily]);
    const { results } = await app.caller.flowRuns.list({ sort: 'EXPECTED_START_TIME_ASC' });
    const second = results[1];
    expect(second).toBeDefined();
    if (second !== undefined) await app.caller.flowRuns.delete({ id: second.id });
    app.clock.advance(10 * hour);
    await settle(app);
    expect(await startsOf(app, deployment.id)).not.toContain('2026-01-06T09:00:00.000Z');
  });

  test('counts on the schedule the starts that passed while no server was there', async () => {
    await using app = await testApp();
    const deployment = await deploy(app, [daily]);
    app.clock.advance(10 * day);
    await settle(app);
    const [schedule] = await app.caller.deployments.schedules.list({ deploymentId: deployment.id });
    expect(schedule?.missed).toEqual({
      count: 7,
      from: new Date('2026-01-08T09:00:00Z'),
      until: new Date('2026-01-14T09:00:00Z'),
    });
    const starts = await startsOf(app, deployment.id);
    expect(starts).not.toContain('2026-01-08T09:00:00.000Z');
    expect(starts).toContain('2026-01-15T09:00:00.000Z');
  });

  test('marks a schedule that cannot be planned, and plans the others', async () => {
    await using app = await testApp();
    const deployment = await deploy(app, [
      { ...daily, slug: 'good' },
      { ...daily, slug: 'bad' },
    ]);
    const bad = deployment.schedules.find((schedule) => schedule.slug === 'bad');
    await app.run(({ db }) =>
      db
        .updateTable('deployment_schedule')
        .set({ schedule: JSON.stringify({ kind: 'cron', cron: 'nonsense' }) as never })
        .where('id', '=', bad?.id ?? '')
        .execute(),
    );
    app.clock.advance(10 * hour);
    expect((await refillDue(app.services)).schedules).toBe(2);
    const row = await app.read(({ db }) =>
      db
        .selectFrom('deployment_schedule')
        .selectAll()
        .where('id', '=', bad?.id ?? '')
        .executeTakeFirstOrThrow(),
    );
    expect(row.error).toContain('nonsense');
    expect(row.refill_at?.getTime()).toBe(app.clock.now().getTime() + 30 * second);
    app.clock.advance(31 * second);
    await refillDue(app.services);
    const again = await app.read(({ db }) =>
      db
        .selectFrom('deployment_schedule')
        .selectAll()
        .where('id', '=', bad?.id ?? '')
        .executeTakeFirstOrThrow(),
    );
    expect(again.error_count).toBe(2);
    expect(await startsOf(app, deployment.id)).toContain('2026-01-08T09:00:00.000Z');
  });
});

describe('eight servers at once', () => {
  test('make every start of every schedule once', async () => {
    await using app = await testApp({ config: { schedulerBatch: 7 } });
    const others = await Promise.all(
      Array.from({ length: 7 }, () => testApp({ databaseUrl: app.databaseUrl })),
    );
    await using stack = new AsyncDisposableStack();
    for (const other of others) stack.use(other);
    const deployment = await deploy(
      app,
      Array.from({ length: 60 }, (_, minute) => ({
        schedule: { kind: 'cron' as const, cron: `${minute} * * * *` },
        slug: `at-${minute}`,
      })),
    );
    const begin = app.clock.now().getTime();
    for (let step = 0; step < 10; step += 1) {
      for (const server of [app, ...others]) server.clock.set(new Date(begin + step * hour));
      await Promise.all([app, ...others].map(settle));
    }
    const starts = await startsOf(app, deployment.id);
    const minutes = between(
      { kind: 'cron', cron: '* * * * *', timezone: null, dayOr: true },
      begin,
      begin + 9 * hour,
    );
    expect(starts.slice(0, minutes.length)).toEqual(minutes.map((minute) => new Date(minute).toISOString()));
    expect(new Set(starts).size).toBe(starts.length);
  });

  test('start nothing of a deployment that is paused or deleted meanwhile', async () => {
    await using app = await testApp({ config: { schedulerBatch: 3 } });
    const deployments = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        deploy(app, [{ schedule: { kind: 'cron', cron: '* * * * *' } }], `d${index}`),
      ),
    );
    for (let round = 0; round < 6; round += 1) {
      app.clock.advance(30 * 60 * second);
      const [toPause, toDelete] = [deployments[2 * round], deployments[2 * round + 1]];
      await Promise.all([
        ...Array.from({ length: 8 }, () => settle(app)),
        toPause === undefined ? null : app.caller.deployments.pause({ id: toPause.id }),
        toDelete === undefined ? null : app.caller.deployments.delete({ id: toDelete.id }),
      ]);
      await settle(app);
      for (const gone of [toPause, toDelete]) {
        if (gone === undefined) continue;
        const left = await app.caller.flowRuns.count({
          flowRuns: { deploymentId: { any: [gone.id] }, state: { type: { any: ['SCHEDULED'] } } },
        });
        expect(left).toBe(0);
      }
    }
  });
});

describe('late runs', () => {
  test('are marked 15 s after their start, once, with their history', async () => {
    await using app = await testApp();
    await deploy(app, [daily]);
    app.clock.set(new Date('2026-01-05T09:00:14Z'));
    expect((await markLateRuns(app.services)).runs).toBe(0);
    app.clock.set(new Date('2026-01-05T09:00:15Z'));
    expect((await markLateRuns(app.services)).runs).toBe(1);
    expect((await markLateRuns(app.services)).runs).toBe(0);
    const { results } = await app.caller.flowRuns.list({ flowRuns: { state: { name: { any: ['Late'] } } } });
    expect(results).toHaveLength(1);
    const [late] = results;
    if (late === undefined) return;
    const states = await app.caller.flowRuns.states({ id: late.id });
    expect(states.map((state) => state.name)).toEqual(['Scheduled', 'Late']);
    expect(late.state?.stateDetails.scheduledTime).toEqual(new Date('2026-01-05T09:00:00Z'));
  });
});

describe('a range', () => {
  test('in the past makes runs that are due at once, once', async () => {
    await using app = await testApp();
    const deployment = await deploy(app, [daily]);
    const range = {
      id: deployment.id,
      startTime: new Date('2025-12-01T00:00:00Z'),
      endTime: new Date('2025-12-11T00:00:00Z'),
      minRuns: 100,
    };
    expect(await app.caller.deployments.schedule(range)).toEqual({ created: 10 });
    expect(await app.caller.deployments.schedule(range)).toEqual({ created: 0 });
    expect(await startsOf(app, deployment.id)).toHaveLength(13);
  });

  test('of an unknown deployment is refused', async () => {
    await using app = await testApp();
    await expect(
      app.caller.deployments.schedule({ id: '00000000-0000-4000-8000-000000000000' }),
    ).rejects.toThrow('There is no deployment');
  });

  test('is made on a paused deployment too, and beyond max_scheduled_runs', async () => {
    await using app = await testApp();
    const deployment = await deploy(app, [{ ...daily, maxScheduledRuns: 1 }]);
    await app.caller.deployments.pause({ id: deployment.id });
    expect(await app.caller.deployments.schedule({ id: deployment.id, minRuns: 5 })).toEqual({ created: 5 });
  });
});
