import { systemClock } from '@carillon/process';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { enter, type PrefectSocket } from '../../../fixtures/prefect-socket.ts';
import { customEvent } from '../../../fixtures/told-events.ts';

const told = z.object({
  type: z.literal('event'),
  event: z.looseObject({
    id: z.string(),
    event: z.string(),
    occurred: z.string(),
    resource: z.record(z.string(), z.string()),
    related: z.array(z.record(z.string(), z.string())),
    payload: z.record(z.string(), z.unknown()),
    follows: z.string().nullable(),
  }),
});
type Told = z.output<typeof told>['event'];

let app: TestApp;
let other: TestApp;
let url: string;
let otherUrl: string;
let flowId: string;

beforeAll(async () => {
  app = await testApp({ clock: systemClock });
  other = await testApp({ clock: systemClock, databaseUrl: app.databaseUrl });
  [url, otherUrl] = [await app.listen(), await other.listen()];
  ({ flowId } = await deploy(app));
  return async () => {
    await other[Symbol.asyncDispose]();
    await app[Symbol.asyncDispose]();
  };
});

const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

type Filter = Record<string, unknown>;

const subscribe = async (filter: Filter, { at = url, since = ago(0) } = {}): Promise<PrefectSocket> => {
  const socket = await enter(at, '/events/out');
  socket.send({
    type: 'filter',
    filter: { occurred: { since, until: ago(-86_400_000) }, id: { id: [] }, ...filter },
  });
  return socket;
};

const take = async (socket: PrefectSocket, count: number): Promise<Told[]> => {
  const events: Told[] = [];
  while (events.length < count) events.push(told.parse(await socket.next()).event);
  return events;
};

const ofRun = (id: string): Filter => ({ resource: { id: [`prefect.flow-run.${id}`] } });
const tell = (events: unknown[], at = url): Promise<Response> =>
  fetch(`${at}/api/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(events),
  });

describe('a listener', () => {
  test('is told every state of a flow run as clients know it', async () => {
    const pool = await app.caller.workPools.create({ name: 'local', type: 'process' });
    const { deploymentId } = await deploy(app, {
      name: 'pooled',
      workPoolName: 'local',
      tags: ['of-deployment'],
    });
    const { run } = await app.caller.deployments.createRun({
      id: deploymentId,
      tags: ['a'],
      name: 'calm-lynx',
    });
    await app.caller.flowRuns.setState({ id: run.id, state: { type: 'PENDING' } });
    await app.caller.flowRuns.setState({
      id: run.id,
      state: { type: 'CRASHED', name: 'Lost', message: 'no more' },
    });
    await using socket = await subscribe(ofRun(run.id), { since: ago(60_000) });
    const events = await take(socket, 3);
    const states = await app.caller.flowRuns.states({ id: run.id });
    expect(events.map(({ id, event, follows }) => [id, event, follows])).toEqual([
      [states[0]?.id, 'prefect.flow-run.Scheduled', null],
      [states[1]?.id, 'prefect.flow-run.Pending', states[0]?.id],
      [states[2]?.id, 'prefect.flow-run.Lost', states[1]?.id],
    ]);
    expect(new Date(events[2]?.occurred ?? '')).toEqual(states[2]?.timestamp);
    expect(events[2]).toMatchObject({
      received: expect.any(String),
      resource: {
        'prefect.resource.id': `prefect.flow-run.${run.id}`,
        'prefect.resource.name': 'calm-lynx',
        'prefect.run-count': '0',
        'prefect.state-message': 'no more',
        'prefect.state-name': 'Lost',
        'prefect.state-type': 'CRASHED',
        'prefect.state-timestamp': events[2]?.occurred,
      },
      payload: {
        intended: { from: 'PENDING', to: 'CRASHED' },
        initial_state: { type: 'PENDING', name: 'Pending' },
        validated_state: { type: 'CRASHED', name: 'Lost', message: 'no more' },
      },
    });
    expect(events[0]?.payload).toMatchObject({
      intended: { from: null, to: 'SCHEDULED' },
      initial_state: null,
    });
    const related = new Map(events[2]?.related.map((one) => [one['prefect.resource.role'], one]));
    expect(related.get('flow')).toEqual({
      'prefect.resource.id': `prefect.flow.${run.flowId}`,
      'prefect.resource.role': 'flow',
      'prefect.resource.name': 'report',
    });
    expect(related.get('deployment')?.['prefect.resource.id']).toBe(`prefect.deployment.${deploymentId}`);
    expect(related.get('work-queue')?.['prefect.resource.name']).toBe('default');
    expect(related.get('work-pool')).toMatchObject({
      'prefect.resource.id': `prefect.work-pool.${pool.id}`,
      'prefect.work-pool.type': 'process',
    });
    const tags = events[2]?.related.filter((one) => one['prefect.resource.role'] === 'tag');
    expect(tags?.map((one) => one['prefect.resource.id'])).toEqual([
      'prefect.tag.a',
      'prefect.tag.of-deployment',
    ]);
  });

  test('is told what becomes of deployments', async () => {
    await using socket = await subscribe({ event: { prefix: ['prefect.deployment.'] } });
    const { deploymentId: id } = await deploy(app, { name: 'told' });
    await app.caller.deployments.update({ id, tags: ['a'], jobVariables: { image: 'x' } });
    await app.caller.deployments.schedules.create({
      deploymentId: id,
      schedules: [{ schedule: { kind: 'interval', interval: 3600 } }],
    });
    await app.caller.deployments.pause({ id });
    await app.caller.deployments.delete({ id });
    const events = await take(socket, 4);
    const resource = { 'prefect.resource.id': `prefect.deployment.${id}`, 'prefect.resource.name': 'told' };
    for (const event of events) expect(event.resource).toEqual(resource);
    expect(events.map(({ event }) => event.split('.').at(-1))).toEqual([
      'created',
      'updated',
      'updated',
      'deleted',
    ]);
    expect(events[0]?.related).toEqual([
      {
        'prefect.resource.id': `prefect.flow.${flowId}`,
        'prefect.resource.role': 'flow',
        'prefect.resource.name': 'report',
      },
    ]);
    expect(events[1]?.payload).toEqual({
      updated_fields: ['tags', 'infra_overrides'],
      updates: { tags: { from: [], to: ['a'] }, infra_overrides: { from: {}, to: { image: 'x' } } },
    });
    expect(events[2]?.payload).toEqual({
      updated_fields: ['paused'],
      updates: { paused: { from: false, to: true } },
    });
    expect(events[3]?.payload).toEqual({});
  });

  test('is told the events of clients as they were told, from any server, and those of before in order', async () => {
    const resource = { 'prefect.resource.id': 'order.told' };
    const events = Array.from({ length: 5 }, (_, index) =>
      customEvent({ resource, occurred: ago(5000 - index), payload: { index, text: 'Ünï' } }),
    );
    await tell(events.slice(0, 3).toReversed());
    await using socket = await subscribe(
      { any_resource: { id_prefix: ['order.to'] } },
      { since: ago(60_000) },
    );
    expect((await take(socket, 3)).map(({ id }) => id)).toEqual(events.slice(0, 3).map(({ id }) => id));
    await tell(events.slice(3), otherUrl);
    const live = await take(socket, 2);
    expect(live.map(({ payload }) => payload)).toEqual([3, 4].map((index) => ({ index, text: 'Ünï' })));
    expect(live[0]).toMatchObject({
      ...events[3],
      occurred: `${String(events[3]?.occurred).slice(0, -1)}000Z`,
    });
  });

  test('hears of a cancellation within tens of milliseconds, on any server', async () => {
    const watchers = await Promise.all(
      [url, otherUrl].map((at) => subscribe({ event: { name: ['prefect.flow-run.Cancelling'] } }, { at })),
    );
    await Promise.all(watchers.map((socket) => socket.ping()));
    const took: number[] = [];
    for (let turn = 0; turn < 10; turn += 1) {
      const { run } = await app.caller.flowRuns.create({ flowId, state: { type: 'RUNNING' } });
      const start = performance.now();
      await app.caller.flowRuns.setState({ id: run.id, state: { type: 'CANCELLING' } });
      for (const watcher of watchers)
        expect((await take(watcher, 1))[0]?.resource['prefect.resource.id']).toBe(
          `prefect.flow-run.${run.id}`,
        );
      took.push(performance.now() - start);
    }
    for (const watcher of watchers) await watcher[Symbol.asyncDispose]();
    expect(took.toSorted((a, b) => a - b)[5]).toBeLessThan(250);
  });

  test.each([
    [{ type: 'subscribe' }, /^Expected 'filter' message/],
    [{ type: 'filter', filter: { nothing: 1 } }, /^Invalid filter: nothing/],
    [{ type: 'filter', filter: { event: { name: 'one' } } }, /^Invalid filter: event.name/],
    [{ type: 'filter', filter: { occurred: { since: 'yesterday' } } }, /^Invalid filter: occurred.since/],
  ])('is refused when it sends %j first', async (message, reason) => {
    await using socket = await enter(url, '/events/out');
    socket.send(message);
    const closed = await socket.closed;
    expect(closed.code).toBe(1002);
    expect(closed.reason).toMatch(reason);
  });
});

test('nothing is left out between what was and what comes, whoever writes, and however slowly it is read', async () => {
  const resource = { 'prefect.resource.id': 'order.flood' };
  const since = ago(1000);
  const ids = new Set<unknown>();
  const writing = Promise.all(
    [url, otherUrl].map(async (at, server) => {
      for (let turn = 0; turn < 20; turn += 1) {
        const events = Array.from({ length: 100 }, () =>
          customEvent({ resource, occurred: ago(0), payload: { server } }),
        );
        for (const { id } of events) ids.add(id);
        await tell(events, at);
      }
    }),
  );
  const reading = Array.from({ length: 4 }, async (_, reader) => {
    await using socket = await subscribe(
      { resource: { id: ['order.flood'] } },
      { at: reader % 2 ? url : otherUrl, since },
    );
    const seen = new Set<string>();
    while (seen.size < 4000) {
      for (const { id } of await take(socket, 1)) seen.add(id);
      if (reader > 1 && seen.size % 500 === 0) {
        socket.socket.pause();
        await tell([customEvent()]);
        socket.socket.resume();
      }
    }
    return seen;
  });
  await writing;
  for (const seen of await Promise.all(reading)) expect(seen).toEqual(ids);
});

test('a listener that is cut off comes back to all that it missed', async () => {
  const resource = { 'prefect.resource.id': 'order.cut' };
  const filter = { resource: { id: ['order.cut'] } };
  const ids: unknown[] = [];
  const tellOne = async (): Promise<void> => {
    const event = customEvent({ resource, occurred: ago(0) });
    ids.push(event.id);
    await tell([event]);
  };
  const since = ago(60_000);
  const seen = new Set<unknown>();
  for (let turn = 0; turn < 5; turn += 1) {
    await using socket = await subscribe(filter, { since, at: turn % 2 ? url : otherUrl });
    await tellOne();
    while (seen.size < ids.length) for (const { id } of await take(socket, 1)) seen.add(id);
    socket.socket.terminate();
    await tellOne();
  }
  await using last = await subscribe(filter, { since });
  expect((await take(last, ids.length)).map(({ id }) => id)).toEqual(ids);
});
