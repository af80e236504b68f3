import { testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import { daily, hourly, nobody, plannedRuns, state } from '../../../fixtures/deployments.ts';
import { deployWithRunsOfEveryKind } from '../../../fixtures/runs-of-every-kind.ts';

describe('a new deployment', () => {
  test('has what it was given, and the rest by default', async () => {
    await using app = await testApp();
    const { deployment, changes } = await state(app, {
      version: 'v1',
      tags: ['b', 'a', 'b'],
      parameters: { x: [1, { y: null }] },
      labels: { team: 'data', live: true },
      pullSteps: [{ step: { a: 1 } }],
      runPolicy: { retries: 2, retryDelay: 30 },
      concurrencyOptions: { collisionStrategy: 'CANCEL_NEW' },
    });
    expect(changes).toEqual({
      outcome: 'created',
      fields: [],
      schedules: { added: [], changed: [], removed: [] },
    });
    expect(deployment).toMatchObject({
      name: 'daily',
      flowName: 'report',
      version: 'v1',
      description: null,
      path: null,
      entrypoint: null,
      paused: false,
      pause: null,
      tags: ['b', 'a', 'b'],
      parameters: { x: [1, { y: null }] },
      parameterOpenapiSchema: { type: 'object', properties: {} },
      enforceParameterSchema: true,
      labels: { team: 'data', live: true, 'prefect.flow.id': deployment.flowId },
      pullSteps: [{ step: { a: 1 } }],
      runPolicy: { retries: 2, retryDelay: 30 },
      jobVariables: {},
      concurrencyOptions: { collisionStrategy: 'CANCEL_NEW', gracePeriodSeconds: null },
      globalConcurrencyLimit: null,
      workPoolName: null,
      workQueueName: null,
      workQueueId: null,
      status: 'NOT_READY',
      lastPolled: null,
      schedules: [],
    });
    expect(deployment.created).toEqual(app.clock.now());
    expect(await app.caller.deployments.read({ id: deployment.id })).toEqual(deployment);
  });

  test('has its first runs when the call returns, and says when the next one starts', async () => {
    await using app = await testApp();
    const { deployment, changes, nextStart } = await state(app, {
      schedules: [
        { schedule: daily, slug: 'daily' },
        { schedule: hourly, active: false },
        { schedule: { kind: 'interval', interval: 7200 }, parameters: { p: 1 }, maxScheduledRuns: 1 },
      ],
    });
    expect(changes.schedules.added).toEqual(['daily', 'cron 0 * * * *', 'every 2h']);
    expect((await plannedRuns(app, deployment.id)).map(({ start }) => start)).toEqual([
      '2026-01-05T00:00:00.000Z',
      '2026-01-05T09:00:00.000Z',
      '2026-01-06T09:00:00.000Z',
      '2026-01-07T09:00:00.000Z',
    ]);
    expect(nextStart).toEqual(new Date('2026-01-05T00:00:00Z'));
    expect(
      deployment.schedules.map(({ slug, active, maxScheduledRuns }) => [slug, active, maxScheduledRuns]),
    ).toEqual([
      [null, true, 1],
      [null, false, null],
      ['daily', true, null],
    ]);
  });

  test('is another one under another flow', async () => {
    await using app = await testApp();
    const first = await state(app);
    const { flow } = await app.caller.flows.create({ name: 'other' });
    const second = await app.caller.deployments.create({ flowId: flow.id, name: 'daily' });
    expect(second.changes.outcome).toBe('created');
    expect(second.deployment.id).not.toBe(first.deployment.id);
  });

  test('may be called nothing at all', async () => {
    await using app = await testApp();
    expect((await state(app, { name: '' })).deployment.name).toBe('');
  });

  test('has the labels of its flow, and its own over them', async () => {
    await using app = await testApp();
    const { flow } = await app.caller.flows.create({ name: 'report', labels: { team: 'a', tier: 1 } });
    const { deployment } = await state(app, { labels: { team: 'b' } });
    expect(deployment.labels).toEqual({ team: 'b', tier: 1, 'prefect.flow.id': flow.id });
  });

  test('made by eight at once is one, and one of them made it', async () => {
    await using app = await testApp();
    const { flow } = await app.caller.flows.create({ name: 'report' });
    const results = await Promise.all(
      Array.from({ length: 8 }, () =>
        app.caller.deployments.create({
          flowId: flow.id,
          name: 'daily',
          concurrencyLimit: 2,
          schedules: [{ schedule: daily, slug: 'd' }, { schedule: hourly }],
        }),
      ),
    );
    expect(new Set(results.map(({ deployment }) => deployment.id)).size).toBe(1);
    expect(results.map(({ changes }) => changes.outcome).sort()).toEqual([
      'created',
      ...Array.from({ length: 7 }, () => 'unchanged'),
    ]);
    expect(await app.caller.deployments.count({})).toBe(1);
    const id = results[0]?.deployment.id ?? nobody;
    expect((await app.caller.deployments.read({ id })).schedules).toHaveLength(2);
    expect(await plannedRuns(app, id)).toHaveLength(6);
  });
});

describe('a deployment that is restated', () => {
  const all = {
    version: 'v1',
    description: 'all of it',
    path: '/flows',
    entrypoint: 'a.ts:b',
    tags: ['a'],
    labels: { team: 'data' },
    parameters: { a: 1 },
    parameterOpenapiSchema: { type: 'object' },
    enforceParameterSchema: false,
    jobVariables: { env: { A: '1' } },
    pullSteps: [{ x: {} }],
    runPolicy: { retries: 1, retryDelay: 5 },
    concurrencyOptions: { collisionStrategy: 'ENQUEUE' as const },
    workQueueName: 'fast',
    schedules: [{ schedule: daily, slug: 'daily', parameters: { b: 2 } }],
  };

  test('as it is is not touched: neither its own row, nor its schedules, nor its runs', async () => {
    await using app = await testApp();
    const { deployment: before } = await state(app, all);
    const runs = await plannedRuns(app, before.id);
    app.clock.advance(60_000);
    const { deployment, changes } = await state(app, all);
    expect(changes).toEqual({
      outcome: 'unchanged',
      fields: [],
      schedules: { added: [], changed: [], removed: [] },
    });
    expect(deployment).toEqual(before);
    expect(await plannedRuns(app, before.id)).toEqual(runs);
  });

  test('gets the default of what the request omits, its schedules included', async () => {
    await using app = await testApp();
    const { deployment: before } = await state(app, all);
    app.clock.advance(60_000);
    const { deployment, changes } = await state(app);
    expect(changes.outcome).toBe('changed');
    expect(changes.fields.sort()).toEqual(
      [...Object.keys(all).filter((member) => member !== 'schedules'), 'workPoolName'].sort(),
    );
    expect(changes.schedules).toEqual({ added: [], changed: [], removed: ['daily'] });
    expect(deployment).toMatchObject({
      id: before.id,
      created: before.created,
      updated: app.clock.now(),
      version: null,
      description: null,
      tags: [],
      labels: { 'prefect.flow.id': before.flowId },
      parameters: {},
      enforceParameterSchema: true,
      jobVariables: {},
      pullSteps: [],
      concurrencyOptions: null,
      workPoolName: null,
      workQueueName: null,
      workQueueId: null,
      schedules: [],
    });
    expect(await plannedRuns(app, before.id)).toEqual([]);
  });

  test('keeps its pause unless the request names it', async () => {
    await using app = await testApp();
    const { deployment } = await state(app, { schedules: [{ schedule: daily }] });
    await app.caller.deployments.pause({ id: deployment.id, reason: 'incident' });
    const kept = await state(app, { tags: ['x'], schedules: [{ schedule: daily }] });
    expect(kept.deployment.pause).toMatchObject({ reason: 'incident' });
    expect(kept.nextStart).toBeNull();
    const resumed = await state(app, { tags: ['x'], paused: false, schedules: [{ schedule: daily }] });
    expect(resumed.deployment).toMatchObject({ paused: false, pause: null });
    expect(await plannedRuns(app, deployment.id)).toHaveLength(3);
    const paused = await state(app, { tags: ['x'], paused: true, schedules: [{ schedule: daily }] });
    expect(paused.deployment.pause).toEqual({ at: app.clock.now(), by: null, reason: null });
    expect(await plannedRuns(app, deployment.id)).toEqual([]);
  });

  test('keeps what is late, claimed, waiting or made by hand, whatever becomes of its schedule', async () => {
    await using app = await testApp();
    const every = await deployWithRunsOfEveryKind(app);
    await app.caller.deployments.create(every.stated);
    expect(await every.left()).toContain('planned');
    const [schedule] = every.stated.schedules ?? [];
    await app.caller.deployments.create({
      ...every.stated,
      schedules: [{ ...schedule, schedule: { kind: 'cron', cron: '30 * * * *' } }],
    });
    const kept = ['awaiting retry', 'claimed', 'late', 'awaiting a slot', 'late by hand', 'planned by hand'];
    expect(await every.left()).toEqual(kept);
    expect(await every.made()).toEqual(['02:30', '03:30', '04:30']);
    await app.caller.deployments.create({ ...every.stated, schedules: [] });
    expect(await every.left()).toEqual(kept);
    expect(await every.made()).toEqual(['02:30']);
  });
});

describe('what is refused', () => {
  test.each([
    ['an unknown flow', { flowId: nobody }, 'FLOW_NOT_FOUND'],
    ['an unknown limit', { globalConcurrencyLimitId: nobody }, 'CONCURRENCY_LIMIT_NOT_FOUND'],
    ['an unknown storage block', { storageDocumentId: nobody }, 'BLOCK_DOCUMENT_NOT_FOUND'],
    ['an unknown infrastructure block', { infrastructureDocumentId: nobody }, 'BLOCK_DOCUMENT_NOT_FOUND'],
    ['a name that no path can hold', { name: 'a/b' }, 'INPUT_INVALID'],
    ['two limits', { concurrencyLimit: 1, globalConcurrencyLimitId: nobody }, 'INPUT_INVALID'],
    ['a limit of nothing', { concurrencyLimit: 0 }, 'INPUT_INVALID'],
    ['a cap above 50', { schedules: [{ schedule: daily, maxScheduledRuns: 51 }] }, 'INPUT_INVALID'],
    [
      'a rule that never fires',
      { schedules: [{ schedule: { kind: 'cron', cron: '0 0 30 2 *' } }] },
      'INPUT_INVALID',
    ],
    ['an unknown member', { surprise: true }, 'INPUT_INVALID'],
  ] as const)('%s', async (_, wrong, code) => {
    await using app = await testApp();
    const { flow } = await app.caller.flows.create({ name: 'report' });
    const input = { flowId: flow.id, name: 'daily', ...wrong };
    await expect(app.caller.deployments.create(input as never)).rejects.toMatchObject({ cause: { code } });
    expect(await app.caller.deployments.count({})).toBe(0);
  });
});
