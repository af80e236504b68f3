import { appRouter } from '@carillon/server';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';

const absent = '00000000-0000-7000-8000-00000000dead';

const flowIn = async (app: TestApp) =>
  (await app.caller.flows.create({ name: 'report', labels: { team: 'data' } })).flow;

describe('a run of a flow', () => {
  test('starts Pending, with what it was given and the rest by default', async () => {
    await using app = await testApp();
    const flow = await flowIn(app);
    const actor = { id: null, type: 'CLIENT', displayValue: 'ci' };
    const caller = appRouter.createCaller({ services: app.services, actor });
    const { run, created } = await caller.flowRuns.create({
      flowId: flow.id,
      parameters: { a: [1] },
      context: { from: 'test' },
      tags: ['b', 'a', 'b'],
      labels: { mine: 1, team: 'other' },
      flowVersion: 'v1',
      empiricalPolicy: { retries: 2 },
      jobVariables: { x: null },
    });
    const now = app.clock.now();
    expect(created).toBe(true);
    expect(run).toEqual({
      id: run.id,
      created: now,
      updated: now,
      name: expect.stringMatching(/^[a-z]+-[a-z]+$/),
      flowId: flow.id,
      stateId: run.state?.id,
      state: {
        id: run.stateId,
        type: 'PENDING',
        name: 'Pending',
        timestamp: now,
        message: null,
        data: null,
        stateDetails: { ...run.state?.stateDetails, flowRunId: run.id, scheduledTime: null },
      },
      stateType: 'PENDING',
      stateName: 'Pending',
      deploymentId: null,
      deploymentVersion: null,
      scheduleId: null,
      nominalStart: null,
      workQueueId: null,
      workQueueName: null,
      workPoolId: null,
      workPoolName: null,
      flowVersion: 'v1',
      parameters: { a: [1] },
      idempotencyKey: null,
      context: { from: 'test' },
      empiricalPolicy: {
        maxRetries: 0,
        retryDelaySeconds: 0,
        retries: 2,
        retryDelay: null,
        retryBackoff: 1,
        retryDelayMax: null,
        retryJitter: 0,
        queueTimeout: null,
        pauseKeys: [],
        resuming: false,
        retryType: null,
      },
      tags: ['b', 'a', 'b'],
      labels: { team: 'other', 'prefect.flow.id': flow.id, mine: 1 },
      parentTaskRunId: null,
      runCount: 0,
      expectedStartTime: now,
      nextScheduledStartTime: null,
      startTime: null,
      endTime: null,
      totalRunTime: 0,
      estimatedRunTime: 0,
      estimatedStartTimeDelta: 0,
      autoScheduled: false,
      infrastructureDocumentId: null,
      infrastructurePid: null,
      createdBy: actor,
      jobVariables: { x: null },
      leaseExpiresAt: null,
    });
    expect(await app.caller.flowRuns.read({ id: run.id })).toEqual(run);
    expect(await app.caller.flowRuns.states({ id: run.id })).toEqual([run.state]);
  });

  test('may start in any state, and keeps its name', async () => {
    await using app = await testApp();
    const flow = await flowIn(app);
    const start = (state: Parameters<TestApp['caller']['flowRuns']['create']>[0]['state'], name = 'mine') =>
      app.caller.flowRuns.create({ flowId: flow.id, state, name });
    const now = app.clock.now();
    const later = new Date(now.getTime() + 60_000);
    expect((await start(null)).run).toMatchObject({ name: 'mine', stateType: 'PENDING' });
    expect((await start(null, '')).run.name).toMatch(/^[a-z]+-[a-z]+$/);
    expect((await start({ type: 'SCHEDULED' })).run).toMatchObject({
      stateName: 'Scheduled',
      nextScheduledStartTime: now,
    });
    expect((await start({ type: 'SCHEDULED', stateDetails: { scheduledTime: later } })).run).toMatchObject({
      nextScheduledStartTime: later,
      expectedStartTime: later,
    });
    expect((await start({ type: 'RUNNING', name: 'Odd' })).run).toMatchObject({
      stateName: 'Odd',
      startTime: now,
      endTime: null,
      runCount: 1,
    });
    expect((await start({ type: 'COMPLETED', data: { rows: [1] }, message: 'ok' })).run).toMatchObject({
      state: { data: { rows: [1] }, message: 'ok' },
      startTime: now,
      endTime: now,
    });
  });

  test('is made once for its idempotency key in its flow, by many at once too', async () => {
    await using app = await testApp();
    const flow = await flowIn(app);
    const { flow: other } = await app.caller.flows.create({ name: 'other' });
    const start = (idempotencyKey: string | null, flowId = flow.id) =>
      app.caller.flowRuns.create({ flowId, idempotencyKey });
    const made = await Promise.all(Array.from({ length: 8 }, () => start('key')));
    expect(new Set(made.map(({ run }) => run.id)).size).toBe(1);
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    expect((await start('key', other.id)).created).toBe(true);
    expect([(await start('')).created, (await start('')).created]).toEqual([true, false]);
    expect([(await start(null)).created, (await start(null)).created]).toEqual([true, true]);
  });

  test('needs a flow, and what else it names', async () => {
    await using app = await testApp();
    const flow = await flowIn(app);
    const refused = (input: object, code: string) =>
      expect(app.caller.flowRuns.create({ flowId: flow.id, ...input })).rejects.toMatchObject({
        cause: { code },
      });
    await refused({ flowId: absent }, 'FLOW_NOT_FOUND');
    await refused({ parentTaskRunId: absent }, 'TASK_RUN_NOT_FOUND');
    await refused({ infrastructureDocumentId: absent }, 'BLOCK_DOCUMENT_NOT_FOUND');
    await refused({ workPoolName: 'none' }, 'WORK_POOL_NOT_FOUND');
    await app.caller.workPools.create({ name: 'docker' });
    await refused({ workPoolName: 'docker', workQueueName: 'none' }, 'WORK_QUEUE_NOT_FOUND');
    await refused({ parameters: { big: 'x'.repeat(600_000) } }, 'INPUT_INVALID');
    expect(await app.caller.flowRuns.count({})).toBe(0);
  });

  test('is put into the queue that it names, and makes none', async () => {
    await using app = await testApp();
    const flow = await flowIn(app);
    const pool = await app.caller.workPools.create({ name: 'docker' });
    const start = async (input: object) =>
      (await app.caller.flowRuns.create({ flowId: flow.id, ...input })).run;
    expect(await start({ workPoolName: 'docker' })).toMatchObject({
      workQueueId: pool.defaultQueueId,
      workQueueName: 'default',
      workPoolId: pool.id,
      workPoolName: 'docker',
    });
    expect(await start({ workPoolName: 'docker', workQueueName: 'default' })).toMatchObject({
      workQueueId: pool.defaultQueueId,
    });
    expect(await start({ workQueueName: 'anywhere', deploymentId: absent })).toMatchObject({
      workQueueId: null,
      workQueueName: 'anywhere',
      workPoolName: null,
      deploymentId: absent,
    });
  });
});

describe('a run of a deployment', () => {
  const parameterOpenapiSchema = {
    type: 'object',
    properties: { region: { enum: ['eu', 'us'] }, day: { type: 'integer' } },
    required: ['region'],
  };

  test('starts Scheduled, now, with what the deployment gives it', async () => {
    await using app = await testApp();
    const { deploymentId, flowId } = await deploy(app, {
      version: 'v7',
      parameters: { region: 'eu', day: 1 },
      parameterOpenapiSchema,
      tags: ['b', 'a'],
      labels: { team: 'data' },
      runPolicy: { retries: 3, retryDelay: 5 },
    });
    const { run } = await app.caller.deployments.createRun({
      id: deploymentId,
      parameters: { day: 2 },
      tags: ['c', 'a'],
      labels: { team: 'other' },
      empiricalPolicy: { retryDelay: 9 },
    });
    expect(run).toMatchObject({
      deploymentId,
      flowId,
      deploymentVersion: 'v7',
      stateName: 'Scheduled',
      nextScheduledStartTime: app.clock.now(),
      parameters: { region: 'eu', day: 2 },
      tags: ['a', 'b', 'c'],
      labels: { team: 'other', 'prefect.flow.id': flowId, 'prefect.deployment.id': deploymentId },
      empiricalPolicy: { retries: 3, retryDelay: 9 },
      autoScheduled: false,
      jobVariables: null,
    });
  });

  test('has parameters that its schema takes, filled in, unless it says that they are not asked about', async () => {
    await using app = await testApp();
    const { deploymentId: id } = await deploy(app, { parameterOpenapiSchema });
    const start = (
      parameters: Record<string, string | number | null | object>,
      enforceParameterSchema?: boolean,
    ) =>
      app.caller.deployments.createRun({
        id,
        parameters: JSON.parse(JSON.stringify(parameters)),
        ...(enforceParameterSchema !== undefined && { enforceParameterSchema }),
      });
    await expect(start({})).rejects.toMatchObject({
      cause: { code: 'PARAMETERS_INVALID', data: { issues: [{ path: ['region'], message: 'is required' }] } },
    });
    await expect(start({ region: 'mars' })).rejects.toMatchObject({
      cause: { data: { issues: [{ path: ['region'], message: 'expected "eu" or "us", got "mars"' }] } },
    });
    expect((await start({ region: 'mars' }, false)).run.parameters).toEqual({ region: 'mars' });
    expect((await start({ region: 'eu', day: null })).created).toBe(true);
    const { run } = await start({ region: 'eu', day: { __prefect_kind: 'json', value: '7' } });
    expect(run.parameters).toEqual({ region: 'eu', day: 7 });
    await expect(start({ region: 'eu', day: { __prefect_kind: 'json', value: '{' } })).rejects.toMatchObject({
      cause: { code: 'PARAMETERS_NOT_HYDRATED' },
    });
  });

  test('goes into the queue of its deployment, or another one of the same pool', async () => {
    await using app = await testApp();
    const pool = await app.caller.workPools.create({ name: 'docker' });
    const { deploymentId: id } = await deploy(app, { workPoolName: 'docker' });
    expect((await app.caller.deployments.createRun({ id })).run.workQueueId).toBe(pool.defaultQueueId);
    const { run } = await app.caller.deployments.createRun({ id, workQueueName: 'fast' });
    expect(run).toMatchObject({ workQueueName: 'fast', workPoolName: 'docker' });
    const { deploymentId: poolless } = await deploy(app, { name: 'poolless' });
    await expect(
      app.caller.deployments.createRun({ id: poolless, workQueueName: 'fast' }),
    ).rejects.toMatchObject({
      cause: { code: 'WORK_POOL_MISSING', data: { queue: 'fast', deployment: 'poolless' } },
    });
    await expect(app.caller.deployments.createRun({ id: absent })).rejects.toMatchObject({
      cause: { code: 'DEPLOYMENT_NOT_FOUND' },
    });
  });
});
