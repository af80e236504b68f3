import { type TestApp, testApp } from '@carillon/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { enter, type PrefectSocket } from '../../../fixtures/prefect-socket.ts';

let app: TestApp;
let url: string;

beforeAll(async () => {
  app = await testApp();
  url = await app.listen();
  return () => app[Symbol.asyncDispose]();
});

/** As `task.delay()` does. */
const defer = async (taskKey: string, dynamicKey: string, deferred = true): Promise<string> => {
  const answer = await fetch(`${url}/api/task_runs/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      task_key: taskKey,
      dynamic_key: dynamicKey,
      state: { type: 'SCHEDULED', state_details: { deferred } },
    }),
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
};

const serve = async (...keys: string[]): Promise<PrefectSocket> => {
  const socket = await enter(url, '/task_runs/subscriptions/scheduled');
  socket.send({ type: 'subscribe', keys, client_id: 'worker-1' });
  return socket;
};

describe('a worker of deferred tasks', () => {
  test('is sent those of its tasks, earliest first, each once the one before is taken', async () => {
    const ids = [await defer('load-1', 'a'), await defer('load-1', 'b'), await defer('save-1', 'c')];
    await defer('other-1', 'd');
    await defer('load-1', 'e', false);
    await using worker = await serve('load-1', 'save-1');
    const seen: unknown[] = [];
    for (const _ of ids) {
      const run = await worker.next();
      expect(run).toMatchObject({ state: { type: 'SCHEDULED', state_details: { deferred: true } } });
      seen.push(run.id);
      worker.send({ type: 'ack' });
    }
    expect(seen).toEqual(ids);
    const later = await defer('save-1', 'f');
    expect((await worker.next()).id).toBe(later);
    await worker.ping();
  });

  test('that goes without taking what it was sent leaves it to another', async () => {
    const id = await defer('left-1', 'a');
    await using going = await serve('left-1');
    expect((await going.next()).id).toBe(id);
    going.send({ type: 'quit' });
    expect((await going.closed).code).toBe(1000);
    await using lost = await serve('left-1');
    expect((await lost.next()).id).toBe(id);
    lost.socket.terminate();
    await using staying = await serve('left-1');
    expect((await staying.next()).id).toBe(id);
    staying.send({ type: 'ack' });
    const next = await defer('left-1', 'b');
    await using another = await serve('left-1');
    const either = [staying.next(), another.next()];
    // The other hears of nothing until it is closed.
    for (const one of either) one.catch(() => {});
    expect((await Promise.race(either)).id).toBe(next);
  });

  test('shares with others, of this server and of another, and none is sent to two', async () => {
    await using second = await testApp({ databaseUrl: app.databaseUrl });
    const workers = await Promise.all(
      [url, await second.listen()].map(async (at) => {
        const socket = await enter(at, '/task_runs/subscriptions/scheduled');
        socket.send({ type: 'subscribe', keys: ['shared-1'], client_id: at });
        return socket;
      }),
    );
    const wanted = await Promise.all(Array.from({ length: 12 }, (_, index) => defer('shared-1', `${index}`)));
    const taken: unknown[] = [];
    const all = Promise.withResolvers<void>();
    const work = async (worker: PrefectSocket): Promise<void> => {
      for (;;) {
        taken.push((await worker.next()).id);
        if (taken.length === wanted.length) all.resolve();
        worker.send({ type: 'ack' });
      }
    };
    const working = workers.map((worker) => work(worker).catch(() => {}));
    await all.promise;
    for (const worker of workers) {
      await worker.ping();
      await worker[Symbol.asyncDispose]();
    }
    await Promise.all(working);
    expect(taken.toSorted()).toEqual(wanted.toSorted());
  });

  test.each([
    [{ type: 'hello' }, "expected 'subscribe' message"],
    [{ type: 'subscribe', client_id: 'x' }, "expected 'keys' in subscribe message"],
    [{ type: 'subscribe', keys: [], client_id: 'x' }, "expected 'keys' in subscribe message"],
    [{ type: 'subscribe', keys: ['a'] }, "expected 'client_id' in subscribe message"],
    ['no JSON', "expected 'subscribe' message"],
  ])('that says %j is told what was expected', async (message, reason) => {
    await using worker = await enter(url, '/task_runs/subscriptions/scheduled');
    worker.send(message);
    expect(await worker.closed).toEqual({ code: 4001, reason: `Protocol violation: ${reason}` });
  });

  test('that answers with anything but an ack is told so', async () => {
    await defer('odd-1', 'a');
    await using worker = await serve('odd-1');
    await worker.next();
    worker.send({ type: 'nack' });
    expect(await worker.closed).toEqual({
      code: 4001,
      reason: "Protocol violation: expected 'ack' message",
    });
  });
});
