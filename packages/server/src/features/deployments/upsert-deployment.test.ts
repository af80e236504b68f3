import { testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';
import {
  daily,
  hourly,
  idsOf,
  nobody,
  plannedRuns,
  pool,
  scheduleOf,
  state,
} from '../../../fixtures/deployments.ts';
import { deployWithRunsOfEveryKind } from '../../../fixtures/runs-of-every-kind.ts';

const day = 86_400_000;

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

describe('the schedules of a deployment that is restated', () => {
  test('keep their ids and runs where they did not change, with a slug or without', async () => {
    await using app = await testApp();
    const { deployment: before } = await state(app, {
      schedules: [{ schedule: daily }, { schedule: hourly, slug: 'hourly' }],
    });
    const runs = await plannedRuns(app, before.id);
    app.clock.advance(1000);
    const { deployment, changes } = await state(app, {
      schedules: [
        { schedule: hourly, slug: 'hourly' },
        { schedule: daily },
        { schedule: { ...daily, cron: '0 10 * * *' } },
      ],
    });
    expect(changes.schedules).toEqual({ added: ['cron 0 10 * * *'], changed: [], removed: [] });
    expect(idsOf(deployment.schedules)).toEqual(expect.arrayContaining(idsOf(before.schedules)));
    expect(idsOf(await plannedRuns(app, before.id))).toEqual(expect.arrayContaining(idsOf(runs)));
  });

  test('that changed lose only their own planned runs, and are planned anew', async () => {
    await using app = await testApp();
    const { deployment: before } = await state(app, {
      schedules: [
        { schedule: daily, slug: 'eu' },
        { schedule: hourly, slug: 'hourly' },
      ],
    });
    const { id: hourlyId } = scheduleOf(before, 'hourly');
    const ofHourly = async () =>
      idsOf((await plannedRuns(app, before.id)).filter(({ scheduleId }) => scheduleId === hourlyId));
    const runs = await ofHourly();
    const { deployment, changes, nextStart } = await state(app, {
      schedules: [
        { schedule: { ...daily, cron: '0 8 * * *' }, slug: 'eu' },
        { schedule: hourly, slug: 'hourly' },
      ],
    });
    expect(changes).toEqual({
      outcome: 'changed',
      fields: [],
      schedules: {
        added: [],
        changed: [{ schedule: 'eu', from: 'cron 0 9 * * *', to: '0 8 * * *' }],
        removed: [],
      },
    });
    expect(scheduleOf(deployment, 'eu').id).toBe(scheduleOf(before, 'eu').id);
    expect(await ofHourly()).toEqual(runs);
    const starts = (await plannedRuns(app, before.id)).map(({ start }) => start);
    expect(starts).toContain('2026-01-05T08:00:00.000Z');
    expect(starts).not.toContain('2026-01-05T09:00:00.000Z');
    expect(nextStart).toEqual(app.clock.now());
  });

  test('stay inactive when an operator paused them, and start again only when the request says so', async () => {
    await using app = await testApp();
    const schedules = [{ schedule: daily, slug: 'eu' }];
    const { deployment } = await state(app, { schedules });
    const at = { deploymentId: deployment.id, scheduleId: scheduleOf(deployment, 'eu').id };
    await app.caller.deployments.schedules.update({ ...at, active: false });
    const kept = await state(app, { schedules, description: 'more' });
    expect(scheduleOf(kept.deployment, 'eu').active).toBe(false);
    const changed = await state(app, { schedules: [{ schedule: hourly, slug: 'eu' }] });
    expect(scheduleOf(changed.deployment, 'eu').active).toBe(false);
    expect(await plannedRuns(app, deployment.id)).toEqual([]);
    const active = await state(app, { schedules: [{ schedule: hourly, slug: 'eu', active: true }] });
    expect(active.changes.schedules.changed).toEqual([{ schedule: 'eu', from: 'inactive', to: 'active' }]);
    expect(await plannedRuns(app, deployment.id)).toHaveLength(3);
  });

  test('may exchange their slugs', async () => {
    await using app = await testApp();
    const { deployment: before } = await state(app, {
      schedules: [
        { schedule: daily, slug: 'a' },
        { schedule: hourly, slug: 'b' },
      ],
    });
    const { deployment } = await state(app, {
      schedules: [
        { schedule: hourly, slug: 'a' },
        { schedule: daily, slug: 'b' },
      ],
    });
    expect(scheduleOf(deployment, 'a').id).toBe(scheduleOf(before, 'a').id);
    expect(scheduleOf(deployment, 'a').schedule).toMatchObject(hourly);
  });

  test('of equal slugs are refused, and nothing is written', async () => {
    await using app = await testApp();
    const schedules = [
      { schedule: daily, slug: 'x' },
      { schedule: hourly, slug: 'x' },
    ];
    await expect(state(app, { schedules })).rejects.toMatchObject({ cause: { code: 'SLUG_TAKEN' } });
    expect(await app.caller.deployments.count({})).toBe(0);
  });

  test('have the same slug in different deployments', async () => {
    await using app = await testApp();
    const schedules = [{ schedule: daily, slug: 'x' }, { schedule: daily }, { schedule: daily }];
    await state(app, { schedules });
    expect((await state(app, { name: 'other', schedules })).deployment.schedules).toHaveLength(3);
  });
});

describe('runs that are planned', () => {
  test.each([
    ['parameters', { parameters: { p: 2 } }, { parameters: { p: 2, q: 1 } }],
    ['tags', { tags: ['t'] }, { tags: ['auto-scheduled', 't'] }],
    ['the version', { version: 'v2' }, { deploymentVersion: 'v2' }],
    [
      'the run policy',
      { runPolicy: { retries: 4, retryDelay: 2 } },
      { empiricalPolicy: { retries: 4, retryDelay: 2 } },
    ],
    ['labels', { labels: { team: 'x' } }, { labels: { team: 'x' } }],
    ['the queue', { workQueueName: 'fast' }, { workPoolName: 'default-agent-pool', workQueueName: 'fast' }],
    [
      "a schedule's parameters",
      { schedules: [{ schedule: daily, slug: 'd', parameters: { q: 9 } }] },
      { parameters: { q: 9 } },
    ],
  ])('show it when %s changes', async (_, change, shown) => {
    await using app = await testApp();
    const first = { schedules: [{ schedule: daily, slug: 'd', parameters: { q: 1 } }] };
    const { deployment } = await state(app, first);
    await state(app, { ...first, ...change });
    const { results } = await app.caller.flowRuns.list({ sort: 'NEXT_SCHEDULED_START_TIME_ASC' });
    expect(results).toHaveLength(3);
    for (const run of results) expect(run).toMatchObject({ deploymentId: deployment.id, ...shown });
  });

  test('stay where only words change', async () => {
    await using app = await testApp();
    const schedules = [{ schedule: daily }];
    const { deployment } = await state(app, { schedules });
    const runs = await plannedRuns(app, deployment.id);
    const { changes } = await state(app, {
      schedules,
      description: 'words',
      entrypoint: 'x',
      path: '/x',
      jobVariables: { a: 1 },
      pullSteps: [],
      parameterOpenapiSchema: { type: 'object' },
      concurrencyLimit: 3,
    });
    expect(changes.outcome).toBe('changed');
    expect(await plannedRuns(app, deployment.id)).toEqual(runs);
  });

  test('are made from now on when they are planned anew, without those that a start has passed for', async () => {
    await using app = await testApp();
    const { deployment } = await state(app, { schedules: [{ schedule: daily }] });
    app.clock.advance(1.5 * day);
    await state(app, { tags: ['x'], schedules: [{ schedule: daily }] });
    expect(
      (await plannedRuns(app, deployment.id)).map(({ start, tags }) => [start.slice(8, 10), tags.length]),
    ).toEqual([
      ['05', 1],
      ['06', 1],
      ['07', 2],
      ['08', 2],
      ['09', 2],
    ]);
  });
});

describe('a pool', () => {
  test('means its default queue, or the queue that is named, which is made there', async () => {
    await using app = await testApp();
    const { defaultQueueId } = await pool(app, 'p');
    const onPool = await state(app, { workPoolName: 'p' });
    expect(onPool.deployment).toMatchObject({
      workPoolName: 'p',
      workQueueName: 'default',
      workQueueId: defaultQueueId,
    });
    const onQueue = await state(app, { workPoolName: 'p', workQueueName: 'fast' });
    expect(onQueue.changes.fields).toEqual(['workQueueName']);
    expect(onQueue.deployment).toMatchObject({ workPoolName: 'p', workQueueName: 'fast' });
    expect(onQueue.deployment.workQueueId).not.toBe(defaultQueueId);
    const again = await state(app, { workPoolName: 'p', workQueueName: 'fast' });
    expect(again.changes.outcome).toBe('unchanged');
  });

  test('that is not there is refused', async () => {
    await using app = await testApp();
    await expect(state(app, { workPoolName: 'nowhere' })).rejects.toMatchObject({
      cause: { code: 'WORK_POOL_NOT_FOUND', data: { name: 'nowhere' } },
    });
    await expect(state(app, { workPoolName: 'nowhere', jobVariables: { a: 1 } })).rejects.toMatchObject({
      cause: { code: 'WORK_POOL_NOT_FOUND' },
    });
  });

  test('checks job variables, but not that they are whole', async () => {
    await using app = await testApp();
    await pool(app, 'p');
    await expect(state(app, { workPoolName: 'p', jobVariables: { command: 1 } })).rejects.toMatchObject({
      cause: { code: 'JOB_VARIABLES_INVALID', data: { name: 'report/daily' } },
    });
    const jobVariables = { other: 1 };
    expect((await state(app, { workPoolName: 'p', jobVariables })).deployment).toMatchObject({
      jobVariables,
    });
    expect((await state(app, { jobVariables: { command: 1 } })).changes.outcome).toBe('changed');
  });
});

describe('parameters', () => {
  const parameterOpenapiSchema = {
    type: 'object',
    properties: { name: { type: 'string' }, times: { type: 'integer' } },
    required: ['name', 'times'],
  };

  test('are checked where the request asks for it, and need not be whole', async () => {
    await using app = await testApp();
    const parameters = { times: 'many' };
    await expect(
      state(app, { enforceParameterSchema: true, parameterOpenapiSchema, parameters }),
    ).rejects.toThrow('report/daily refuses its parameters: times: expected integer, got string');
    expect(await app.caller.deployments.count({})).toBe(0);
    const partly = { enforceParameterSchema: true, parameterOpenapiSchema, parameters: { name: 'x' } };
    expect((await state(app, partly)).changes.outcome).toBe('created');
  });

  test('are not checked otherwise, and null is then no value for one that may be missing', async () => {
    await using app = await testApp();
    const parameters = { times: 'many' };
    const unsaid = await state(app, { parameterOpenapiSchema, parameters });
    expect(unsaid.deployment).toMatchObject({ parameters, enforceParameterSchema: true });
    await state(app, { enforceParameterSchema: false, parameterOpenapiSchema, parameters });
    await state(app, { enforceParameterSchema: true, parameterOpenapiSchema: null, parameters });
    await expect(
      state(app, {
        enforceParameterSchema: true,
        parameterOpenapiSchema: { type: 'object', properties: { a: { type: 'string' } } },
        parameters: { a: null },
      }),
    ).rejects.toMatchObject({ cause: { code: 'PARAMETERS_INVALID' } });
  });

  test('of a schema that is none, or that is circular, are refused with words', async () => {
    await using app = await testApp();
    for (const schema of [{ type: 'nonsense' }, { $ref: '#' }, { $ref: 'https://example.com/schema.json' }])
      await expect(
        state(app, { enforceParameterSchema: true, parameterOpenapiSchema: schema }),
      ).rejects.toMatchObject({ cause: { code: 'PARAMETER_SCHEMA_INVALID' } });
  });

  test('keep their templates as they are', async () => {
    await using app = await testApp();
    const parameters = { a: { __prefect_kind: 'json', value: '1' } };
    expect((await state(app, { parameters })).deployment.parameters).toEqual(parameters);
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
