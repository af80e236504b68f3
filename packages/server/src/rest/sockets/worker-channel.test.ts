import { randomUUID } from 'node:crypto';
import { type TestApp, testApp } from '@carillon/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { enter, openSocket, type PrefectSocket } from '../../../fixtures/prefect-socket.ts';

let app: TestApp;
let other: TestApp;
let url: string;
let otherUrl: string;

beforeAll(async () => {
  app = await testApp();
  other = await testApp({ databaseUrl: app.databaseUrl });
  [url, otherUrl] = [await app.listen(), await other.listen()];
  return async () => {
    await other[Symbol.asyncDispose]();
    await app[Symbol.asyncDispose]();
  };
});

const consumerId = randomUUID();

const frame = (type: string, payload: object) => ({
  type,
  id: randomUUID(),
  sent_at: '2026-01-05T00:00:00.123456Z',
  payload,
});

const hello = (more: object = {}) =>
  frame('worker.hello.v1', {
    consumer_id: consumerId,
    worker_name: 'ProcessWorker 1',
    worker_type: 'process',
    heartbeat_interval_seconds: 30,
    supported_channel_versions: ['work_pool_worker_channel.v1'],
    requested_capabilities: ['worker_heartbeat.v1', 'work_pool_snapshot.v1', 'cleanup_delivery.v1'],
    work_queue_names: [],
    handled_cleanup_kinds: ['cancelling_timeout_teardown.v1'],
    max_cleanup_concurrency: 2,
    create_pool_if_not_found: false,
    default_base_job_template: {
      job_configuration: { command: '{{ command }}' },
      variables: { properties: { command: {} } },
    },
    worker_metadata: { integrations: [{ name: 'prefect', version: '3.9.1' }] },
    ...more,
  });

const heartbeat = (more: object = {}) =>
  frame('worker.heartbeat.v1', {
    consumer_id: consumerId,
    worker_name: 'ProcessWorker 1',
    heartbeat_interval_seconds: 30,
    ...more,
  });

const connect = (pool: string, at = url): Promise<PrefectSocket> =>
  enter(at, `/work_pools/${encodeURIComponent(pool)}/workers/connect`);

const workersOf = async (pool: string) => {
  const { results } = await app.caller.workPools.workers.list({ workPoolName: pool });
  return results.map(({ name, status, lastHeartbeatTime }) => ({ name, status, at: lastHeartbeatTime }));
};

describe('a worker that arrives', () => {
  test('is told of its pool, which it may make', async () => {
    await using worker = await connect('of my own');
    worker.send(hello({ create_pool_if_not_found: true }));
    const ready = await worker.next();
    const pool = await app.caller.workPools.read({ name: 'of my own' });
    expect(pool).toMatchObject({ type: 'process', status: 'READY', baseJobTemplate: { variables: {} } });
    expect(ready).toMatchObject({
      type: 'worker.ready.v1',
      id: expect.any(String),
      sent_at: expect.any(String),
      payload: {
        consumer_id: consumerId,
        worker_id: null,
        selected_channel_version: 'work_pool_worker_channel.v1',
        effective_heartbeat_interval_seconds: 30,
        accepted_capabilities: ['worker_heartbeat.v1', 'work_pool_snapshot.v1'],
        rejected_capabilities: ['cleanup_delivery.v1'],
        effective_max_cleanup_concurrency: 0,
        resolved_work_queues: [{ id: pool.defaultQueueId, name: 'default' }],
        initial_snapshot: {
          snapshot_sequence: 1,
          reason: 'initial',
          work_pool: {
            id: pool.id,
            name: 'of my own',
            is_paused: false,
            default_queue_id: pool.defaultQueueId,
          },
        },
      },
    });
    expect(await workersOf('of my own')).toMatchObject([{ name: 'ProcessWorker 1', status: 'ONLINE' }]);
  });

  test('gives its template to a pool that has none, and to no other', async () => {
    await app.caller.workPools.create({ name: 'bare', type: 'process' });
    const template = {
      job_configuration: { image: '{{ image }}' },
      variables: { properties: { image: {} } },
    };
    await using first = await connect('bare');
    first.send(hello({ default_base_job_template: template }));
    expect(await first.next()).toMatchObject({
      payload: { initial_snapshot: { work_pool: { base_job_template: template } } },
    });
    await using second = await connect('bare');
    second.send(hello());
    await second.next();
    expect((await app.caller.workPools.read({ name: 'bare' })).baseJobTemplate).toEqual(template);
  });

  test('serves the queues that it names', async () => {
    await app.caller.workPools.create({ name: 'queued', type: 'process' });
    const { id } = await app.caller.workPools.queues.create({ workPoolName: 'queued', name: 'fast' });
    await using worker = await connect('queued');
    worker.send(hello({ work_queue_names: ['fast', 'fast'] }));
    expect(await worker.next()).toMatchObject({ payload: { resolved_work_queues: [{ id, name: 'fast' }] } });
    await using lost = await connect('queued');
    lost.send(hello({ work_queue_names: ['nowhere'] }));
    expect(await lost.closed).toEqual({ code: 1008, reason: 'authorization_failed' });
  });

  test.each([
    ['a pool that is not there', 'missing', hello(), 1008, 'authorization_failed'],
    [
      'a pool whose name is reserved',
      'prefect-x',
      hello({ create_pool_if_not_found: true }),
      1008,
      'authorization_failed',
    ],
    ['a name that none may have', 'a&b', hello({ create_pool_if_not_found: true }), 1002, 'protocol_error'],
    [
      'another version',
      'of my own',
      hello({ supported_channel_versions: ['v9'] }),
      1008,
      'unsupported_version',
    ],
    [
      'no heartbeats',
      'of my own',
      hello({ requested_capabilities: ['work_pool_snapshot.v1'] }),
      1002,
      'protocol_error',
    ],
    ['members that nobody knows', 'of my own', { ...hello(), more: 1 }, 1002, 'protocol_error'],
    ['another first word', 'of my own', heartbeat(), 1002, 'protocol_error'],
    ['no JSON', 'of my own', 'hello', 1002, 'protocol_error'],
  ])('is sent away for %s', async (_, pool, message, code, reason) => {
    await using worker = await connect(pool);
    worker.send(message);
    expect(await worker.closed).toEqual({ code, reason });
  });

  test('must say who it is in the words of Prefect', async () => {
    await using old = await openSocket(url, '/work_pools/bare/workers/connect', { protocols: [] });
    expect(await old.closed).toEqual({ code: 1008, reason: 'authentication_failed' });
    await using silent = await openSocket(url, '/work_pools/bare/workers/connect');
    silent.send(hello());
    expect(await silent.closed).toEqual({ code: 1008, reason: 'authentication_failed' });
  });
});

describe('a worker that is there', () => {
  const arrive = async (pool: string, at = url): Promise<PrefectSocket> => {
    await app.caller.workPools.create({ name: pool, type: 'process' });
    const worker = await connect(pool, at);
    worker.send(hello());
    await worker.next();
    return worker;
  };

  test('is heard by its heartbeats', async () => {
    await using worker = await arrive('heard');
    app.clock.advance(20_000);
    worker.send(heartbeat());
    await worker.ping();
    const now = app.clock.now();
    await expect.poll(() => workersOf('heard')).toMatchObject([{ status: 'ONLINE', at: now }]);
    worker.send(heartbeat({ worker_name: 'somebody else' }));
    expect(await worker.closed).toEqual({ code: 1002, reason: 'protocol_error' });
  });

  test('is told what its pool has become, whichever server changed it, and nothing else', async () => {
    await using worker = await arrive('changing', otherUrl);
    await app.caller.workPools.update({ name: 'changing', description: 'not of its concern' });
    await app.caller.workPools.update({ name: 'changing', isPaused: true });
    expect(await worker.next()).toMatchObject({
      type: 'work_pool.snapshot.v1',
      payload: {
        snapshot_sequence: 2,
        reason: 'work_pool_updated',
        work_pool: { is_paused: true, status: 'PAUSED' },
      },
    });
    await other.caller.workPools.update({ name: 'changing', concurrencyLimit: 3 });
    expect(await worker.next()).toMatchObject({
      payload: { snapshot_sequence: 3, work_pool: { concurrency_limit: 3, active_slots: 0 } },
    });
  });

  test('gives up when its pool is deleted', async () => {
    await using worker = await arrive('leaving');
    await app.caller.workPools.delete({ name: 'leaving' });
    expect(await worker.closed).toEqual({ code: 1008, reason: 'authorization_failed' });
  });
});
