import { flowRunFilter } from '@carillon/core';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { expect, test } from 'vitest';

const schema = { type: 'object', properties: { day: { type: 'integer' } }, required: ['day'] };
const named = (name: string) => ({ flowRuns: flowRunFilter.parse({ name: { any: [name] } }) });
const ofDeployment = (id: string) => ({ flowRuns: { deploymentId: { any: [id] } } });

const makeRuns = async (app: TestApp, id: string, count: number) => {
  const runs = Array.from({ length: count }, (_, index) => ({
    name: `run ${index}`,
    parameters: { day: index },
  }));
  const { results } = await app.caller.deployments.createRuns({ id, runs });
  return results.flatMap((result) => (result.status === 'CREATED' ? [result.run] : []));
};

const end = (app: TestApp, id: string, type: 'COMPLETED' | 'FAILED' | 'CANCELLED' = 'FAILED') =>
  app.caller.flowRuns.setState({ id, state: { type }, force: true });

test('a hundred runs at once, answered in order; what is refused of one is told of it alone', async () => {
  await using app = await testApp();
  const { deploymentId: id } = await deploy(app, { parameterOpenapiSchema: schema });
  const { results } = await app.caller.deployments.createRuns({
    id,
    runs: [
      { name: 'first', parameters: { day: 1 }, idempotencyKey: 'a' },
      { parameters: { day: 'monday' } },
      { parameters: { day: 2 }, parentTaskRunId: '00000000-0000-4000-8000-000000000000' },
      { parameters: { day: 3 }, workQueueName: 'fast' },
      { parameters: { day: 4 }, idempotencyKey: 'a' },
      { name: 'last', parameters: { day: 5 } },
    ],
  });
  expect(results).toMatchObject([
    { status: 'CREATED', created: true, run: { name: 'first', parameters: { day: 1 } } },
    { status: 'FAILED', error: { code: 'PARAMETERS_INVALID', data: { name: 'report/daily' } } },
    { status: 'FAILED', error: { code: 'TASK_RUN_NOT_FOUND' } },
    { status: 'FAILED', error: { code: 'WORK_POOL_MISSING', data: { queue: 'fast' } } },
    { status: 'CREATED', created: false, run: { name: 'first' } },
    { status: 'CREATED', created: true, run: { name: 'last' } },
  ]);
  expect(await app.caller.flowRuns.count({})).toBe(2);
});

test('an error of the database in one of them spoils none of the others', async () => {
  await using app = await testApp();
  const { deploymentId: id } = await deploy(app);
  const broken = { type: 'COMPLETED', stateDetails: { scheduledTime: new Date(8.64e15) } } as const;
  const { results } = await app.caller.deployments.createRuns({
    id,
    runs: [{ name: 'before' }, { name: 'broken', state: broken }, { name: 'after' }],
  });
  expect(results.map(({ status }) => status)).toEqual(['CREATED', 'FAILED', 'CREATED']);
  const { results: runs } = await app.caller.flowRuns.list({ sort: 'NAME_ASC' });
  expect(runs.map(({ name }) => name)).toEqual(['after', 'before']);
});

test('runs of a deployment that is not there, or too many of them, are none at all', async () => {
  await using app = await testApp();
  const { deploymentId } = await deploy(app);
  const id = '00000000-0000-4000-8000-000000000000';
  const { createRuns } = app.caller.deployments;
  await expect(createRuns({ id, runs: [] })).rejects.toThrow('There is no deployment');
  const runs = Array.from({ length: 101 }, () => ({}));
  await expect(createRuns({ id: deploymentId, runs })).rejects.toThrow('more than 100 flow runs at once');
});

test('nothing is changed or deleted in bulk without a filter that says something', async () => {
  await using app = await testApp();
  const { flowRuns, deployments } = app.caller;
  const state = { type: 'CANCELLED' } as const;
  for (const filters of [{}, { flowRuns: {} }, { flowRuns: { name: { like: '' } } }, { deployments: null }]) {
    const refused = 'A filter is needed here';
    await expect(flowRuns.bulkSetState({ ...filters, state })).rejects.toThrow(refused);
    await expect(flowRuns.bulkDelete(filters)).rejects.toThrow(refused);
    await expect(flowRuns.bulkRetry(filters)).rejects.toThrow(refused);
    await expect(deployments.bulkDelete(filters)).rejects.toThrow(refused);
  }
  await expect(flowRuns.bulkDelete({ ...named('a'), limit: 51 })).rejects.toThrow('less than or equal to 50');
  await expect(flowRuns.bulkDelete({ ...named('a'), limit: 0 })).rejects.toThrow(
    'greater than or equal to 1',
  );
});

test('one state for many runs, each judged by its own', async () => {
  await using app = await testApp();
  const { deploymentId: id } = await deploy(app);
  const [waiting, ended] = await makeRuns(app, id, 3);
  await end(app, ended?.id ?? '', 'COMPLETED');
  const { results } = await app.caller.flowRuns.bulkSetState({
    ...ofDeployment(id),
    state: { type: 'CANCELLING' },
    limit: 2,
  });
  // The newest first; a run that nobody has begun is cancelled at once.
  expect(results).toMatchObject([
    { status: 'REJECT', state: { type: 'CANCELLED' } },
    {
      flowRunId: ended?.id,
      status: 'ABORT',
      state: { type: 'COMPLETED' },
      details: { type: 'abort_details' },
    },
  ]);
  expect(await app.caller.flowRuns.read({ id: waiting?.id ?? '' })).toMatchObject({ stateType: 'SCHEDULED' });
  expect(await app.caller.flowRuns.bulkSetState({ ...named('none'), state: { type: 'FAILED' } })).toEqual({
    results: [],
  });
});

test('no more runs take slots in bulk than are free', async () => {
  await using app = await testApp();
  const { deploymentId: id } = await deploy(app, { concurrencyLimit: 2 });
  await makeRuns(app, id, 5);
  const { results } = await app.caller.flowRuns.bulkSetState({
    ...ofDeployment(id),
    state: { type: 'PENDING' },
  });
  expect(results.map(({ state }) => state?.name).sort()).toEqual([
    'AwaitingConcurrencySlot',
    'AwaitingConcurrencySlot',
    'AwaitingConcurrencySlot',
    'Pending',
    'Pending',
  ]);
});

test('a run that has ended is tried again by whoever claims it', async () => {
  await using app = await testApp();
  const { deploymentId: id } = await deploy(app);
  const [run] = await makeRuns(app, id, 1);
  const runId = run?.id ?? '';
  expect(await app.caller.flowRuns.retry({ id: runId })).toMatchObject({
    status: 'ABORT',
    state: { name: 'Scheduled' },
    details: { reason: 'Only a run that has ended can be retried; this one is Scheduled.' },
  });
  await end(app, runId, 'CANCELLED');
  app.clock.advance(1000);
  expect(await app.caller.flowRuns.retry({ id: runId })).toMatchObject({
    status: 'ACCEPT',
    state: { type: 'SCHEDULED', name: 'AwaitingRetry', stateDetails: { scheduledTime: app.clock.now() } },
  });
  expect(await app.caller.deployments.scheduledRuns({ deploymentIds: [id] })).toMatchObject([
    { id: runId, empiricalPolicy: { retryType: 'reschedule' } },
  ]);
});

test('of many runs those that have ended are tried again', async () => {
  await using app = await testApp();
  const { deploymentId: id } = await deploy(app);
  const [failed, crashed, waiting] = await makeRuns(app, id, 3);
  await end(app, failed?.id ?? '');
  await end(app, crashed?.id ?? '');
  const { flow } = await app.caller.flows.create({ name: 'lone' });
  const lone = await app.caller.flowRuns.create({ flowId: flow.id, state: { type: 'FAILED' } });
  const { results } = await app.caller.flowRuns.bulkRetry({ flows: { name: { any: ['report', 'lone'] } } });
  expect(results.map(({ flowRunId, status }) => [flowRunId, status])).toEqual([
    [lone.run.id, 'ABORT'],
    [crashed?.id, 'ACCEPT'],
    [failed?.id, 'ACCEPT'],
  ]);
  expect((await app.caller.flowRuns.states({ id: waiting?.id ?? '' })).length).toBe(1);
});

test('runs are deleted in whatever state, with their slots', async () => {
  await using app = await testApp();
  const { deploymentId: id } = await deploy(app, { concurrencyLimit: 1 });
  const [first] = await makeRuns(app, id, 2);
  await app.caller.flowRuns.setState({ id: first?.id ?? '', state: { type: 'PENDING' } });
  const { deleted } = await app.caller.flowRuns.bulkDelete({ ...named('run 0') });
  expect(deleted).toEqual([first?.id]);
  expect(await app.caller.flowRuns.count({})).toBe(1);
  const { globalConcurrencyLimit } = await app.caller.deployments.read({ id });
  expect(globalConcurrencyLimit?.activeSlots).toBe(0);
});

test('deployments are deleted by name, as each would be by itself', async () => {
  await using app = await testApp();
  for (const name of ['c', 'a', 'b']) await deploy(app, { name, tags: ['old'], concurrencyLimit: 1 });
  const { deploymentId: kept } = await deploy(app, { name: 'kept' });
  const old = { deployments: { tags: { all: ['old'] } } };
  const { deleted } = await app.caller.deployments.bulkDelete({ ...old, limit: 2 });
  expect(deleted).toHaveLength(2);
  const { results } = await app.caller.deployments.list({});
  expect(results.map(({ name }) => name)).toEqual(['c', 'kept']);
  await app.caller.deployments.bulkDelete(old);
  expect((await app.caller.deployments.list({})).results.map(({ id }) => id)).toEqual([kept]);
  expect((await app.caller.concurrencyLimits.list({})).results).toEqual([]);
  expect(await app.caller.deployments.bulkDelete(old)).toEqual({ deleted: [] });
});

test('labels are laid over those that are there', async () => {
  await using app = await testApp();
  const { deploymentId: id } = await deploy(app);
  const { run } = await app.caller.deployments.createRun({ id, labels: { team: 'data', level: 1 } });
  await app.caller.flowRuns.addLabels({ id: run.id, labels: { level: 2, fresh: true } });
  await app.caller.flowRuns.addLabels({ id: run.id, labels: {} });
  const { labels } = await app.caller.flowRuns.read({ id: run.id });
  expect(labels).toEqual({ ...run.labels, level: 2, fresh: true });
  const gone = '00000000-0000-4000-8000-000000000000';
  await expect(app.caller.flowRuns.addLabels({ id: gone, labels: {} })).rejects.toThrow(
    'There is no flow run',
  );
});

test('two who change the same runs at once, and runs that take slots meanwhile, do not lock each other out', async () => {
  await using app = await testApp();
  const { deploymentId: one } = await deploy(app, { name: 'one', concurrencyLimit: 3 });
  const { deploymentId: two } = await deploy(app, { name: 'two', concurrencyLimit: 3 });
  const runs = [...(await makeRuns(app, one, 15)), ...(await makeRuns(app, two, 15))];
  const both = { flowRuns: { deploymentId: { any: [one, two] } } };
  const change = (type: 'PENDING' | 'SCHEDULED') =>
    app.caller.flowRuns.bulkSetState({ ...both, state: { type } });
  const answers = await Promise.all([
    ...Array.from({ length: 4 }, () => change('PENDING')),
    ...Array.from({ length: 2 }, () => change('SCHEDULED')),
    ...runs.map(({ id }) => app.caller.flowRuns.setState({ id, state: { type: 'PENDING' } })),
  ]);
  expect(answers).toHaveLength(36);
  for (const id of [one, two]) {
    const { globalConcurrencyLimit } = await app.caller.deployments.read({ id });
    expect(globalConcurrencyLimit?.activeSlots).toBeLessThanOrEqual(3);
  }
});
