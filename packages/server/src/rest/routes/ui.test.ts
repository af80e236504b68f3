import { randomUUID } from 'node:crypto';
import { deploy, explain, type TestApp, testApp } from '@carillon/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { countOfFlowRuns } from '../../features/task-runs/statements/count-of-flow-runs.ts';

let app: TestApp;
let api: string;

beforeAll(async () => {
  app = await testApp();
  api = `${await app.listen()}/api`;
  return () => app[Symbol.asyncDispose]();
});

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(`${api}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const told = async (answer: Promise<Response>): Promise<unknown> => {
  const response = await answer;
  expect(response.status).toBe(200);
  return response.json();
};

const daily = { active: true, schedule: { kind: 'interval', interval: 86_400 } } as const;

describe('the scatter plot', () => {
  test('has of each run its state, when it started or shall, how long it took, and how late it was', async () => {
    await using own = await testApp();
    const { flowId, deploymentId } = await deploy(own);
    const started = own.clock.now();
    const { run } = await own.caller.flowRuns.create({ flowId, state: { type: 'RUNNING' } });
    own.clock.advance(90_000);
    await own.caller.flowRuns.setState({ id: run.id, state: { type: 'COMPLETED' } });
    const { run: next } = await own.caller.deployments.createRun({ id: deploymentId });
    own.clock.advance(30_000);
    const url = `${await own.listen()}/api/ui/flow_runs/history`;
    const ask = async (body: unknown) =>
      (
        await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).json();
    const marks = [
      { id: next.id, state_type: 'SCHEDULED', duration: 0, lateness: 30 },
      { id: run.id, state_type: 'COMPLETED', timestamp: started.toISOString(), duration: 90, lateness: 0 },
    ];
    expect(await ask({ limit: 1000 })).toMatchObject(marks);
    expect(await ask({ sort: 'EXPECTED_START_TIME_ASC' })).toMatchObject(marks.toReversed());
    expect(await ask({ limit: 1, offset: 1 })).toMatchObject(marks.slice(1));
    expect(await ask({ flow_runs: { state: { type: { any_: ['SCHEDULED'] } } } })).toMatchObject(
      marks.slice(0, 1),
    );
    expect(await ask({ deployments: { id: { any_: [randomUUID()] } } })).toEqual([]);
    expect(await ask({ limit: 0 })).toEqual([]);
    expect(await ask({ limit: 1001 })).toMatchObject({ detail: expect.stringMatching(/^limit: /) });
  });
});

describe('what lists show beside each row', () => {
  test('is the number of task runs of each run, without those that stand for sub-flows', async () => {
    const { flowId } = await deploy(app, { flowName: 'counted' });
    const { run: parent } = await app.caller.flowRuns.create({ flowId });
    const { run: idle } = await app.caller.flowRuns.create({ flowId });
    for (const dynamicKey of ['0', '1', '2']) {
      const { run } = await app.caller.taskRuns.create({ flowRunId: parent.id, taskKey: 'load', dynamicKey });
      if (dynamicKey === '2') await app.caller.flowRuns.create({ flowId, parentTaskRunId: run.id });
    }
    const missing = randomUUID();
    const flow_run_ids = [parent.id, idle.id, missing, parent.id];
    expect(await told(post('/ui/flow_runs/count-task-runs', { flow_run_ids }))).toEqual({
      [parent.id]: 2,
      [idle.id]: 0,
      [missing]: 0,
    });
    const nodes = await app.read(({ db }) =>
      explain(db, (planned) => countOfFlowRuns(planned, { flowRunIds: [parent.id] })),
    );
    expect(nodes.map(({ index }) => index)).toContain('flow_run_parent_index');
  });

  test('is the number of deployments of each flow, and its run that starts next', async () => {
    const { flowId } = await deploy(app, { flowName: 'planned', schedules: [daily] });
    await deploy(app, { flowName: 'planned', name: 'later' });
    const { flow: idle } = await app.caller.flows.create({ name: 'idle' });
    const { flow: alone } = await app.caller.flows.create({ name: 'alone' });
    const { run } = await app.caller.flowRuns.create({ flowId: alone.id, state: { type: 'SCHEDULED' } });
    const flow_ids = [flowId, idle.id, alone.id];
    expect(await told(post('/ui/flows/count-deployments', { flow_ids }))).toEqual({
      [flowId]: 2,
      [idle.id]: 0,
      [alone.id]: 0,
    });
    const { results } = await app.caller.flowRuns.list({
      flows: { id: { any: [flowId] } },
      sort: 'NEXT_SCHEDULED_START_TIME_ASC',
      limit: 1,
    });
    const next = (expected: { id: string; name: string } | undefined, flow_id: string) => ({
      id: expected?.id,
      name: expected?.name,
      flow_id,
      state_name: 'Scheduled',
      state_type: 'SCHEDULED',
    });
    expect(await told(post('/ui/flows/next-runs', { flow_ids }))).toEqual({
      [flowId]: {
        ...next(results[0], flowId),
        next_scheduled_start_time: results[0]?.nextScheduledStartTime?.toISOString(),
      },
      [idle.id]: null,
      [alone.id]: { ...next(run, alone.id), next_scheduled_start_time: app.clock.now().toISOString() },
    });
  });

  test.each([
    ['/ui/flow_runs/count-task-runs', 'flow_run_ids'],
    ['/ui/flows/count-deployments', 'flow_ids'],
    ['/ui/flows/next-runs', 'flow_ids'],
  ])('%s takes two hundred ids, and says which is none', async (path, member) => {
    const ids = Array.from({ length: 201 }, () => randomUUID());
    expect(Object.keys(Object(await told(post(path, { [member]: ids.slice(1) }))))).toHaveLength(200);
    expect(await told(post(path, { [member]: [] }))).toEqual({});
    for (const [body, detail] of [
      [{ [member]: ids }, `${member}: `],
      [{ [member]: ['x'] }, `${member}.0: must be a UUID`],
      [{}, `${member}: `],
    ] as const) {
      const answer = await post(path, body);
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ detail: expect.stringContaining(detail) });
    }
  });
});

describe('a form', () => {
  const schema = {
    type: 'object',
    required: ['day'],
    properties: {
      day: { type: 'string' },
      rows: { type: 'integer' },
      shops: { type: 'array', items: { type: 'object', properties: { id: { type: 'integer' } } } },
    },
  };
  const judged = (values: unknown) => told(post('/ui/schemas/validate', { schema, values }));

  test('is told what fits, null where nothing is demanded included', async () => {
    for (const values of [{ day: 'x' }, { day: 'x', rows: null }, { day: 'x', rows: 3, shops: [{ id: 1 }] }])
      expect(await judged(values)).toEqual({ valid: true, errors: [] });
  });

  test('is told what is wrong in a tree that mirrors its values', async () => {
    expect(await judged({ rows: 'many', shops: [{ id: 1 }, { id: 'x' }] })).toEqual({
      valid: false,
      errors: [
        { property: 'day', errors: ['is required'] },
        { property: 'rows', errors: [expect.stringMatching(/integer or null/)] },
        {
          property: 'shops',
          errors: [
            { index: 1, errors: [{ property: 'id', errors: [expect.stringMatching(/expected integer/)] }] },
          ],
        },
      ],
    });
    expect(
      await told(post('/ui/schemas/validate', { schema: { type: 'object', minProperties: 1 }, values: {} })),
    ).toEqual({ valid: false, errors: [expect.stringMatching(/fewer than 1/)] });
  });

  test('has its templates filled in, and is told of each that cannot be', async () => {
    await app.caller.variables.create({ name: 'rows', value: 7 });
    const variable = (name: string) => ({ __prefect_kind: 'workspace_variable', variable_name: name });
    const json = (value?: string) => ({ __prefect_kind: 'json', ...(value !== undefined && { value }) });
    expect(await judged({ day: json('"x"'), rows: variable('rows'), shops: json() })).toEqual({
      valid: true,
      errors: [],
    });
    expect(await judged({ day: variable('none'), rows: json('{') })).toEqual({
      valid: false,
      errors: [
        { property: 'day', errors: ['there is no variable "none"'] },
        { property: 'rows', errors: [expect.stringMatching(/^invalid JSON/)] },
      ],
    });
  });

  test.each([
    [{ schema: { type: 'nothing' }, values: {} }, /^schema: /],
    [{ schema: { $ref: '#/$defs/none' }, values: {} }, /^schema: /],
    [{ schema: [], values: {} }, /^schema: /],
    [{ schema: {} }, /^values: /],
  ])('of %j is refused by the name of what is wrong', async (body, detail) => {
    const answer = await post('/ui/schemas/validate', body);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ detail: expect.stringMatching(detail) });
  });
});

describe('a task run', () => {
  test('is read with the name of its flow run', async () => {
    const { flowId } = await deploy(app, { flowName: 'read' });
    const { run: parent } = await app.caller.flowRuns.create({ flowId });
    const { run } = await app.caller.taskRuns.create({
      flowRunId: parent.id,
      taskKey: 'load',
      dynamicKey: '0',
    });
    const { run: lone } = await app.caller.taskRuns.create({ taskKey: 'lone', dynamicKey: '0' });
    const read = (id: string) => fetch(`${api}/ui/task_runs/${id}`);
    expect(await told(read(run.id))).toMatchObject({
      id: run.id,
      task_key: 'load',
      flow_run_name: parent.name,
    });
    expect(await told(read(lone.id))).toMatchObject({ flow_run_id: null, flow_run_name: null });
    expect((await read(randomUUID())).status).toBe(404);
  });

  test('is counted by its state, with every type of state told', async () => {
    await using own = await testApp();
    const { flowId } = await deploy(own);
    const { run: parent } = await own.caller.flowRuns.create({ flowId, state: { type: 'RUNNING' } });
    const { run } = await own.caller.taskRuns.create({
      flowRunId: parent.id,
      taskKey: 'load',
      dynamicKey: '0',
    });
    await own.caller.taskRuns.setState({ id: run.id, state: { type: 'RUNNING' } });
    const url = `${await own.listen()}/api/ui/task_runs/count`;
    expect(await told(fetch(url, { method: 'POST' }))).toEqual({
      ...{ SCHEDULED: 0, PENDING: 0, RUNNING: 1, COMPLETED: 0, FAILED: 0 },
      ...{ CANCELLED: 0, CRASHED: 0, PAUSED: 0, CANCELLING: 0 },
    });
  });
});

describe('the states that were seen', () => {
  test('are those of flow runs and of task runs, each with its first and last time', async () => {
    await using own = await testApp();
    const first = own.clock.now().toISOString();
    const { flowId } = await deploy(own);
    const { run } = await own.caller.flowRuns.create({ flowId, state: { type: 'RUNNING' } });
    own.clock.advance(1000);
    const { run: task } = await own.caller.taskRuns.create({
      flowRunId: run.id,
      taskKey: 'load',
      dynamicKey: '0',
    });
    await own.caller.taskRuns.setState({ id: task.id, state: { type: 'RUNNING' } });
    await own.caller.flowRuns.setState({ id: run.id, state: { type: 'COMPLETED', name: 'Re%ady' } });
    const seen = async (query = '') =>
      ((await told(fetch(`${await url}?${query}`))) as { state_name: string }[]).map(
        ({ state_name }) => state_name,
      );
    const url = own.listen().then((base) => `${base}/api/observed-states`);
    const last = own.clock.now().toISOString();
    const states = (await told(fetch(await url))) as { state_name: string; first_seen: string }[];
    expect(states.find(({ state_name }) => state_name === 'Running')).toMatchObject({
      state_type: 'RUNNING',
      first_seen: first,
      last_seen: expect.stringContaining(last.slice(0, 19)),
    });
    expect(await seen('order_by=NAME_ASC')).toEqual(['Re%ady', 'Pending', 'Running']);
    expect(await seen('query=%20re%25&limit=5')).toEqual(['Re%ady']);
    expect(await seen('query=pend')).toEqual(['Pending']);
    expect(await seen('query=%25')).toEqual([]);
    expect(await seen('limit=1')).toHaveLength(1);
    for (const query of ['limit=0', 'limit=201', 'order_by=x', `query=${'x'.repeat(101)}`])
      expect((await fetch(`${await url}?${query}`)).status).toBe(422);
  });
});

test('what Carillon has none of is answered by empty lists', async () => {
  for (const noun of [
    'artifacts',
    'artifacts/latest',
    'automations',
    'block_types',
    'block_schemas',
    'block_documents',
    'saved_searches',
    'task_workers',
  ])
    expect(await told(post(`/${noun}/filter`, { offset: 0, limit: 100 }))).toEqual([]);
  for (const noun of ['artifacts', 'artifacts/latest', 'automations', 'block_documents'])
    expect(await told(fetch(`${api}/${noun}/count`, { method: 'POST' }))).toBe(0);
  expect(await told(fetch(`${api}/automations/related-to/prefect.deployment.${randomUUID()}`))).toEqual([]);
});
