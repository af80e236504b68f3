import { overviewRuns, type StateType } from '@carillon/core';
import { deploy, explain, type PlanNode, type TestApp, testApp } from '@carillon/testing';
import { countStatements } from '@carillon/testing/count-statements';
import { beforeAll, describe, expect, test } from 'vitest';
import { seedManyDeployments } from '../../../fixtures/many-deployments.ts';
import { overviewDeployments } from './overview.ts';
import { countWhatGoes } from './statements/count-what-goes.ts';
import { readLastRuns } from './statements/read-last-runs.ts';
import { readOutlooks } from './statements/read-outlooks.ts';
import { readScheduleStarts } from './statements/read-schedule-starts.ts';

const cron = (text: string) => ({ kind: 'cron', cron: text, timezone: 'Europe/Berlin' }) as const;

test('each deployment with what it did last, what it does next, its pause and its limit', async () => {
  await using app = await testApp();
  const { deploymentId: id } = await deploy(app, {
    tags: ['finance'],
    concurrencyLimit: 2,
    concurrencyOptions: { collisionStrategy: 'CANCEL_NEW' },
    schedules: [
      { schedule: cron('0 9 * * *'), slug: 'morning' },
      { schedule: cron('0 10 * * *'), active: false },
    ],
  });
  await deploy(app, { flowName: 'other', name: 'quiet', paused: true });
  const { createRun } = app.caller.deployments;
  const { run: running } = await createRun({ id, name: 'running' });
  app.clock.advance(1000);
  const { run: failed } = await createRun({ id, name: 'failed' });
  await app.caller.flowRuns.setState({ id: running.id, state: { type: 'RUNNING' } });
  await app.caller.flowRuns.setState({ id: failed.id, state: { type: 'FAILED' } });
  app.clock.advance(30_000);

  const { results, nextCursor } = await app.caller.deployments.overview({});
  expect(nextCursor).toBeNull();
  expect(results).toMatchObject([
    {
      id,
      name: 'daily',
      flowName: 'report',
      tags: ['finance'],
      status: 'NOT_READY',
      paused: false,
      pause: null,
      limit: { limit: 2, active: true, activeSlots: 1, own: true, collisionStrategy: 'CANCEL_NEW' },
      schedules: [
        {
          slug: 'morning',
          words: 'cron 0 9 * * * (Europe/Berlin)',
          active: true,
          nextStart: new Date('2026-01-05T08:00:00Z'),
        },
        { slug: null, active: false, nextStart: null },
      ],
      nextStart: new Date('2026-01-05T08:00:00Z'),
      runs: [
        { id: failed.id, stateType: 'FAILED', stateName: 'Failed', duration: 0 },
        { id: running.id, name: 'running', stateType: 'RUNNING', start: expect.any(Date), duration: 30 },
      ],
      late: 0,
      live: 1,
    },
    {
      name: 'quiet',
      paused: true,
      pause: { at: new Date('2026-01-05T00:00:00Z') },
      limit: null,
      schedules: [],
      nextStart: null,
      runs: [],
    },
  ]);
});

test('the last twenty runs whose start has come, and those that are late', async () => {
  await using app = await testApp();
  const { deploymentId: id } = await deploy(app);
  const runs = Array.from({ length: overviewRuns + 5 }, (_, index) => ({
    name: `run ${index}`,
    state: {
      type: 'SCHEDULED' as const,
      ...(index < 3 && { name: 'Late' }),
      stateDetails: { scheduledTime: new Date(app.clock.now().getTime() + (index - 24) * 60_000) },
    },
  }));
  await app.caller.deployments.createRuns({ id, runs });
  const later = new Date(app.clock.now().getTime() + 60_000);
  await app.caller.deployments.createRun({
    id,
    state: { type: 'SCHEDULED', stateDetails: { scheduledTime: later } },
  });
  const [overview] = (await app.caller.deployments.overview({})).results;
  expect(overview?.runs.map(({ name }) => name)).toEqual(
    Array.from({ length: overviewRuns }, (_, index) => `run ${24 - index}`),
  );
  expect(overview).toMatchObject({ late: 3, live: 0, nextStart: later });
});

test('filters, sorts and pages are those of the list', async () => {
  await using app = await testApp();
  for (const name of ['b', 'c', 'a', 'd']) await deploy(app, { name, tags: name < 'd' ? ['x'] : [] });
  const filters = { deployments: { tags: { all: ['x'] } }, sort: 'NAME_DESC' as const };
  const first = await app.caller.deployments.overview({ ...filters, limit: 2 });
  const second = await app.caller.deployments.overview({ ...filters, limit: 2, cursor: first.nextCursor });
  const names = [...first.results, ...second.results].map(({ name }) => name);
  expect(names).toEqual(['c', 'b', 'a']);
  const { results, ...page } = await app.caller.deployments.overviewPage({ ...filters, limit: 2, page: 2 });
  expect(results.map(({ name }) => name)).toEqual(['a']);
  expect(page).toEqual({ count: 3, limit: 2, pages: 2, page: 2 });
});

test('deleting is told beforehand: what goes, and what stays', async () => {
  await using app = await testApp();
  const { deploymentId: id } = await deploy(app, {
    concurrencyLimit: 2,
    schedules: [
      { schedule: cron('0 9 * * *'), slug: 'morning', maxScheduledRuns: 3 },
      { schedule: cron('0 10 1 1 *') },
    ],
  });
  const { createRun, deletePreview } = app.caller.deployments;
  const set = (run: { id: string }, type: 'PENDING' | 'RUNNING' | 'PAUSED' | 'COMPLETED') =>
    app.caller.flowRuns.setState({ id: run.id, state: { type } });
  for (const type of ['PENDING', 'RUNNING', 'PAUSED', 'COMPLETED'] as const)
    await set((await createRun({ id })).run, type);
  await set((await createRun({ id })).run, 'PENDING');
  await createRun({ id });
  app.clock.advance(1000);
  const preview = await deletePreview({ id });
  expect(preview).toMatchObject({
    schedules: ['morning', 'cron 0 10 1 1 * (Europe/Berlin)'],
    limit: { name: `deployment:${id}`, limit: 2, goes: true },
  });
  const before = await app.caller.flowRuns.count({});
  await app.caller.deployments.delete({ id });
  const { goes } = preview;
  expect(before - (await app.caller.flowRuns.count({}))).toBe(goes.planned + goes.due);
  const left = (any: StateType[]): Promise<number> =>
    app.caller.flowRuns.count({ flowRuns: { state: { type: { any } } } });
  expect(preview.stays).toEqual({
    live: await left(['PENDING', 'RUNNING', 'CANCELLING']),
    paused: await left(['PAUSED']),
    waiting: await left(['SCHEDULED']),
  });
  await expect(deletePreview({ id })).rejects.toThrow('There is no deployment');
});

test('a shared limit stays when a deployment goes', async () => {
  await using app = await testApp();
  const limit = await app.caller.concurrencyLimits.create({ name: 'database', limit: 2 });
  const { deploymentId: id } = await deploy(app, { globalConcurrencyLimitId: limit.id });
  const preview = await app.caller.deployments.deletePreview({ id });
  expect(preview.limit).toEqual({ id: limit.id, name: 'database', limit: 2, goes: false });
});

describe('of 10,000 deployments with 100,000 runs', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await testApp({ config: { statementTimeoutSeconds: 120 } });
    await seedManyDeployments(app, 10_000);
    return () => app[Symbol.asyncDispose]();
  });

  test('a page takes as many statements as a page of one, and no longer than a moment', async () => {
    const statements = (limit: number): Promise<number> =>
      app.read((context) =>
        countStatements(context, async (counted) => {
          const page = { sort: 'NAME_ASC', limit, offset: 0, cursor: null } as const;
          const { results } = await overviewDeployments(counted, page);
          expect(results).toHaveLength(limit);
        }),
      );
    const one = await statements(1);
    expect(one).toBeLessThanOrEqual(6);
    const began = performance.now();
    expect(await statements(200)).toBe(one);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  test('runs are read through the indexes of their deployments and schedules', async () => {
    const { db, now } = await app.read(async (context) => context);
    const ids = await db.selectFrom('deployment').select('id').orderBy('name').limit(200).execute();
    const of = { deploymentIds: ids.map(({ id }) => id), now };
    const plan = async (statement: Parameters<typeof explain>[1]): Promise<PlanNode[]> =>
      explain(db, statement);
    const seqScans = (nodes: PlanNode[]): PlanNode[] =>
      nodes.filter(({ type, table }) => type === 'Seq Scan' && table === 'flow_run');
    const lastRuns = await plan((explained) => readLastRuns(explained, { ...of, limit: overviewRuns }));
    expect(lastRuns.map(({ index }) => index)).toContain('flow_run_deployment_index');
    const outlooks = await plan((explained) => readOutlooks(explained, of));
    expect(outlooks.map(({ index }) => index)).toContain('flow_run_due_index');
    expect(outlooks.map(({ index }) => index)).toContain('flow_run_holding_index');
    const starts = await plan((explained) => readScheduleStarts(explained, of));
    expect(starts.map(({ index }) => index)).toContain('flow_run_schedule_future_index');
    const [deploymentId = ''] = of.deploymentIds;
    const goes = await plan((explained) => countWhatGoes(explained, { deploymentId, now }));
    expect(goes.map(({ index }) => index)).toContain('flow_run_holding_index');
    for (const nodes of [lastRuns, outlooks, starts, goes]) expect(seqScans(nodes)).toEqual([]);
  });
});
