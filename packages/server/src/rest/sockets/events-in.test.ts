import { randomUUID } from 'node:crypto';
import { systemClock } from '@carillon/process';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { until } from '@carillon/testing/until';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { enter } from '../../../fixtures/prefect-socket.ts';
import { customEvent, type TaskStory, taskEvent } from '../../../fixtures/told-events.ts';
import { recordWaiting } from '../../features/recorder/record-waiting.ts';

let app: TestApp;
let url: string;
let flowId: string;

beforeAll(async () => {
  app = await testApp();
  url = await app.listen();
  ({ flowId } = await deploy(app));
  return () => app[Symbol.asyncDispose]();
});

const flowRun = async (): Promise<string> =>
  (await app.caller.flowRuns.create({ flowId, state: { type: 'RUNNING' } })).run.id;

/** A flow run whose id was known before. */
const flowRunOf = (id: string): Promise<unknown> =>
  app.run(({ db, now }) =>
    sql`insert into flow_run (id, created, updated, name, flow_id, parameters, context, empirical_policy, tags, labels,
        run_count, total_run_time, auto_scheduled)
      values (${id}, ${now}, ${now}, 'r', ${flowId}, '{}', '{}', '{}', '{}', '{}', 0, 0, false)`.execute(db),
  );

/** Tells events over one socket, and returns once they are kept. */
const tell = async (...events: unknown[]): Promise<void> => {
  await using telling = await enter(url, '/events/in');
  for (const event of events) telling.send(event);
  await telling.ping();
};

const statesOf = async (id: string): Promise<string[]> =>
  (await app.caller.taskRuns.states({ id })).map(({ name }) => name);

const at = (ms: number): string => `2026-01-05T00:00:00.${String(ms).padStart(3, '0')}000Z`;

/** A task run's life, each state a millisecond after the one before. */
const life = (story: TaskStory): Record<string, unknown>[] =>
  ['PENDING', 'RUNNING', 'COMPLETED'].map((type, index) =>
    taskEvent({ ...story, type, occurred: at(index + 1) }),
  );

describe('what clients tell of their task runs', () => {
  test('makes them, with all that is told', async () => {
    const [flowRunId, taskRunId] = [await flowRun(), randomUUID()];
    const [pending, running, completed] = life({ taskRunId, flowRunId });
    await tell(pending, running);
    expect(await app.caller.taskRuns.read({ id: taskRunId })).toMatchObject({
      name: 'load-0',
      flowRunId,
      taskKey: 'load-a1b2c3',
      dynamicKey: '0',
      stateName: 'Running',
      tags: ['a'],
      empiricalPolicy: { retries: 2, retryDelay: 5, retryJitterFactor: null },
      runCount: 1,
      flowRunRunCount: 1,
      expectedStartTime: new Date(at(0)),
      startTime: null,
    });
    await tell(completed);
    expect(await statesOf(taskRunId)).toEqual(['Pending', 'Running', 'Completed']);
    const [, state] = await app.caller.taskRuns.states({ id: taskRunId });
    expect(state).toMatchObject({
      id: running?.id,
      timestamp: new Date(at(2)),
      message: 'told',
      stateDetails: { flowRunId, taskRunId },
    });
  });

  test('comes out the same in whatever order, and however often', async () => {
    const flowRunId = await flowRun();
    const orders = [
      [2, 1, 0],
      [1, 2, 0, 2, 1, 0],
      [0, 2, 1],
    ];
    for (const [number, order] of orders.entries()) {
      const taskRunId = randomUUID();
      const events = life({ taskRunId, flowRunId, dynamicKey: `order-${number}` });
      await tell(...order.map((index) => events[index]));
      await tell(events[1]);
      expect(await statesOf(taskRunId)).toEqual(['Pending', 'Running', 'Completed']);
      expect((await app.caller.taskRuns.read({ id: taskRunId })).stateName).toBe('Completed');
    }
  });

  test('keeps the order of states within a millisecond, and those of one instant apart', async () => {
    const [flowRunId, taskRunId] = [await flowRun(), randomUUID()];
    const close = (micros: string, type: string): Record<string, unknown> =>
      taskEvent({
        taskRunId,
        flowRunId,
        dynamicKey: 'close',
        type,
        occurred: `2026-01-05T00:00:00.001${micros}Z`,
      });
    await tell(close('700', 'COMPLETED'), close('650', 'RUNNING'), close('100', 'PENDING'));
    expect(await statesOf(taskRunId)).toEqual(['Pending', 'Running', 'Completed']);
    expect((await app.caller.taskRuns.read({ id: taskRunId })).stateName).toBe('Completed');
    await tell(close('700', 'FAILED'), close('700', 'CRASHED'));
    expect(await statesOf(taskRunId)).toEqual(['Pending', 'Running', 'Completed', 'Failed', 'Crashed']);
    expect((await app.caller.taskRuns.read({ id: taskRunId })).stateName).toBe('Crashed');
  });

  test('leaves what it does not name, and takes null for what can be null', async () => {
    const [flowRunId, taskRunId] = [await flowRun(), randomUUID()];
    const story = { taskRunId, flowRunId, dynamicKey: 'nulls' };
    await tell(
      taskEvent({
        ...story,
        occurred: at(1),
        run: { start_time: at(1), task_version: '1', labels: { a: 1 } },
      }),
      taskEvent({ ...story, occurred: at(2), run: { start_time: null, labels: null, name: null } }),
    );
    expect(await app.caller.taskRuns.read({ id: taskRunId })).toMatchObject({
      startTime: null,
      taskVersion: '1',
      labels: { a: 1 },
      name: 'load-0',
    });
  });

  test('goes to the task run that has the keys in the flow run, whatever its id', async () => {
    const flowRunId = await flowRun();
    const { run } = await app.caller.taskRuns.create({
      flowRunId,
      taskKey: 'load-a1b2c3',
      dynamicKey: 'made',
    });
    const another = randomUUID();
    const running = taskEvent({
      taskRunId: another,
      flowRunId,
      dynamicKey: 'made',
      occurred: '2026-02-01T00:00:00Z',
    });
    await tell(running);
    expect(await statesOf(run.id)).toEqual(['Pending', 'Running']);
    expect((await app.caller.taskRuns.read({ id: run.id })).state?.stateDetails.taskRunId).toBe(run.id);
    await expect(app.caller.taskRuns.read({ id: another })).rejects.toThrow(/There is no task run/);
    const moved = await app.caller.taskRuns.setState({ id: run.id, state: { type: 'COMPLETED' } });
    expect(moved.status).toBe('ACCEPT');
  });

  test('is told of task runs outside a flow, too', async () => {
    const taskRunId = randomUUID();
    await tell(...life({ taskRunId, dynamicKey: taskRunId }));
    expect(await app.caller.taskRuns.read({ id: taskRunId })).toMatchObject({
      flowRunId: null,
      stateName: 'Completed',
    });
  });

  test('waits for its flow run, and comes out in order when that is there', async () => {
    const [flowRunId, taskRunId] = [randomUUID(), randomUUID()];
    const [pending, running, completed] = life({ taskRunId, flowRunId });
    await tell(completed, pending);
    expect(await recordWaiting(app.services)).toEqual({ events: 0, full: false });
    await flowRunOf(flowRunId);
    await tell(running);
    expect(await recordWaiting(app.services)).toEqual({ events: 2, full: false });
    expect(await recordWaiting(app.services)).toEqual({ events: 0, full: false });
    expect(await statesOf(taskRunId)).toEqual(['Pending', 'Running', 'Completed']);
    expect((await app.caller.taskRuns.read({ id: taskRunId })).stateName).toBe('Completed');
  });

  test('is not recorded when it is not theirs to decide, or tells of no state', async () => {
    const flowRunId = await flowRun();
    const [server, bare, keyless] = [randomUUID(), randomUUID(), randomUUID()];
    const ours = taskEvent({ taskRunId: server, flowRunId, dynamicKey: 'ours' });
    await tell(
      { ...ours, resource: { 'prefect.resource.id': `prefect.task-run.${server}` } },
      { ...taskEvent({ taskRunId: bare, flowRunId, dynamicKey: 'bare' }), payload: {} },
      taskEvent({ taskRunId: keyless, flowRunId, run: { task_key: null } }),
    );
    const kept = await app.read(({ db }) =>
      db.selectFrom('client_event').select('id').where('id', '=', String(ours.id)).execute(),
    );
    expect(kept).toHaveLength(1);
    for (const id of [server, bare, keyless])
      await expect(app.caller.taskRuns.read({ id })).rejects.toThrow(/There is no task run/);
  });
});

describe('events of clients', () => {
  const keptIds = async (ids: readonly unknown[]): Promise<number> => {
    const rows = await app.read(({ db }) =>
      db.selectFrom('client_event').select('id').where('id', 'in', ids.map(String)).execute(),
    );
    return rows.length;
  };

  test.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['too deep', `{"payload":${'['.repeat(2000)}`],
    ['no id', customEvent({ id: undefined })],
    ['an id that is none', customEvent({ id: 'seven' })],
    ['no instant', customEvent({ occurred: 'yesterday' })],
    ['the year 0', customEvent({ occurred: '0000-01-01T00:00:00Z' })],
    ['the year 10000', customEvent({ occurred: '9999-12-31T23:59:59-01:00' })],
    ['a resource without an id', customEvent({ resource: { a: 'b' } })],
    ['labels that are no text', customEvent({ resource: { 'prefect.resource.id': 'a', n: 1 } })],
    ['a related resource without a role', customEvent({ related: [{ 'prefect.resource.id': 'a' }] })],
    ['a NUL', customEvent({ payload: { a: '\u0000' } })],
    ['half a character', customEvent({ event: '\ud800' })],
    ['a million bytes', customEvent({ payload: { a: 'x'.repeat(1_000_000) } })],
    [
      '101 related resources',
      customEvent({
        related: Array.from({ length: 101 }, () => ({
          'prefect.resource.id': 'a',
          'prefect.resource.role': 'b',
        })),
      }),
    ],
  ])('are left out one by one: %s', async (_, wrong) => {
    const [before, after] = [customEvent(), customEvent()];
    await tell(before, wrong, after);
    expect(await keptIds([before.id, after.id])).toBe(2);
  });

  test('of which the database refuses what they tell are kept, and the others recorded', async () => {
    const [before, after] = [randomUUID(), randomUUID()];
    const story = (taskRunId: string): Record<string, unknown> =>
      taskEvent({ taskRunId, dynamicKey: taskRunId });
    const unindexable = Array.from({ length: 1000 }, () => randomUUID()).join('');
    const wrong = taskEvent({ taskKey: unindexable, dynamicKey: unindexable });
    await tell(story(before), wrong, story(after));
    expect(await keptIds([wrong.id])).toBe(1);
    for (const id of [before, after]) expect(await statesOf(id)).toEqual(['Running']);
  });

  test('a thousand at a time, from several sockets, are all kept before their pings are answered', async () => {
    const flowRunId = await flowRun();
    const batches = Array.from({ length: 4 }, (_, socket) =>
      Array.from({ length: 700 }, (_, index) => taskEvent({ flowRunId, dynamicKey: `${socket}-${index}` })),
    );
    await Promise.all(batches.map((events) => tell(...events)));
    const count = await app.caller.taskRuns.count({
      flowRuns: { id: { any: [flowRunId] } },
      taskRuns: { state: { name: { any: ['Running'] } } },
    });
    expect(count).toBe(2800);
  });

  test('that come just before the socket is closed are kept', async () => {
    const last = customEvent();
    await using telling = await enter(url, '/events/in');
    telling.send(last);
    telling.socket.close();
    await telling.closed;
    await until('the event is kept', async () => (await keptIds([last.id])) === 1);
  });
});

test('a task run is readable within 200 ms of its event', async () => {
  await using fast = await testApp({ clock: systemClock });
  const at = await fast.listen();
  await using telling = await enter(at, '/events/in');
  const took: number[] = [];
  for (let turn = 0; turn < 10; turn += 1) {
    const taskRunId = randomUUID();
    const start = performance.now();
    telling.send(taskEvent({ taskRunId, dynamicKey: taskRunId }));
    await until('the task run is there', () =>
      fast.caller.taskRuns.read({ id: taskRunId }).catch(() => false),
    );
    took.push(performance.now() - start);
  }
  took.sort((a, b) => a - b);
  expect(took[5]).toBeLessThan(200);
});
