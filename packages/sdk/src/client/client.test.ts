import { DomainError } from '@carillon/core';
import { type TestApp, testApp } from '@carillon/testing';
import { type Front, frontOf } from '@carillon/testing/front';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from './client.ts';

let app: TestApp;
let front: Front;
beforeAll(async () => {
  app = await testApp();
  front = await frontOf(await app.listen());
});
afterAll(async () => {
  await front[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
});

/** The requests that `body` makes. */
const requestsOf = async (body: () => Promise<unknown>): Promise<string[]> => {
  const before = front.asked.length;
  await body();
  return front.asked.slice(before);
};

describe('the client', () => {
  test('has every procedure under its own name, with Dates for instants', async () => {
    const client = createClient({ url: `${front.url}/`, name: 'the tests' });
    const { flow, created } = await client.flows.create({ name: 'round trip', tags: ['a'] });
    expect(created).toBe(true);
    expect(flow.created).toBeInstanceOf(Date);
    const { deployment } = await client.deployments.create({ name: 'daily', flowId: flow.id });
    expect(await client.deployments.schedules.list({ deploymentId: deployment.id })).toEqual([]);
    expect(await client.flows.read({ id: flow.id })).toEqual(flow);
    expect(deployment.createdBy?.displayValue).toBe('the tests');
  });

  test('sends the Dates of an input as instants', async () => {
    const client = createClient({ url: front.url });
    const start = new Date('2026-01-01T00:00:00Z');
    const counts = await client.flowRuns.history({
      historyStart: start,
      historyEnd: new Date('2026-01-01T02:00:00Z'),
      historyIntervalSeconds: 3600,
    });
    expect(counts[0]?.intervalStart).toEqual(start);
  });

  test("throws the server's own errors, whole", async () => {
    const client = createClient({ url: front.url });
    const expected = new DomainError('FLOW_NOT_FOUND', { name: 'nowhere' });
    await expect(client.flows.readByName({ name: 'nowhere' })).rejects.toMatchObject({
      code: expected.code,
      data: expected.data,
      message: expected.message,
    });
    await expect(client.flows.read({ id: 'no uuid' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      data: { issues: [{ path: ['id'], message: 'must be a UUID' }] },
    });
  });

  test('sends calls of one moment as one request, at most twenty at a time', async () => {
    const client = createClient({ url: front.url });
    const calls = (count: number) => () =>
      Promise.all(Array.from({ length: count }, () => client.flows.count()));
    expect(await requestsOf(calls(20))).toHaveLength(1);
    expect(await requestsOf(calls(21))).toHaveLength(2);
  });

  test('sends a large input alone, and keeps no other call of its moment from being answered', async () => {
    const client = createClient({ url: front.url });
    const tags = Array.from({ length: 10_000 }, (_, index) => `tag ${index}`);
    const requests = await requestsOf(() =>
      Promise.all([client.flows.create({ name: 'large', tags }), client.flows.create({ name: 'small' })]),
    );
    expect(requests).toHaveLength(2);
  });

  test('sends an API key, for subscriptions too', async () => {
    const apiKey = 'a secret of the tests';
    await using locked = await testApp({ config: { apiKey } });
    const url = await locked.listen();
    expect(await createClient({ url, apiKey }).flows.count()).toBe(0);
    const stranger = createClient({ url, apiKey: 'another secret of the tests' });
    await expect(stranger.flows.count()).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    const id = '0192f7a0-0000-7000-8000-000000000000';
    const firstOf = async (client: typeof stranger): Promise<void> => {
      for await (const _ of client.flowRuns.follow({ id })) return;
    };
    await expect(firstOf(stranger)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    await expect(firstOf(createClient({ url, apiKey }))).rejects.toMatchObject({
      code: 'FLOW_RUN_NOT_FOUND',
    });
  });
});

describe('a call that is safe to repeat', () => {
  test('is tried again when a proxy says that the server is away, or the connection is cut', async () => {
    const client = createClient({ url: front.url });
    front.answerNext(503, 0, 502);
    expect(await requestsOf(() => client.flows.count())).toHaveLength(4);
    front.answerNext(504);
    const made = await client.flows.create({ name: 'made on the second try' });
    expect(made.created).toBe(true);
  });

  test('is tried again when it makes a run under an idempotency key', async () => {
    const client = createClient({ url: front.url });
    const { flow } = await client.flows.create({ name: 'with key' });
    const { deployment } = await client.deployments.create({ name: 'd', flowId: flow.id });
    front.answerNext(503);
    const { created } = await client.deployments.createRun({ id: deployment.id, idempotencyKey: 'once' });
    expect(created).toBe(true);
    front.answerNext(503);
    await expect(client.deployments.createRun({ id: deployment.id })).rejects.toMatchObject({
      code: 'UNREACHABLE',
      data: { tries: 1, reason: 'HTTP 503' },
    });
  });

  test('says where nobody answered, why, and after how many tries', async () => {
    await using gone = await frontOf(front.url);
    await gone.down();
    await expect(createClient({ url: gone.url }).flows.count()).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: `cannot reach ${gone.url} (ECONNREFUSED) after 4 tries`,
    });
    await expect(createClient({ url: gone.url, retries: 0 }).flows.count()).rejects.toThrow('after 1 try');
  });

  test('outlives a restart of the server', async () => {
    await using restarting = await frontOf(front.url);
    await restarting.down();
    const count = createClient({ url: restarting.url }).flows.count();
    await restarting.up();
    expect(await count).toBeGreaterThan(0);
  });
});

describe('a call that is not', () => {
  test('is sent once, whatever becomes of it', async () => {
    const client = createClient({ url: front.url });
    front.answerNext(0);
    const requests = await requestsOf(() =>
      expect(client.workPools.create({ name: 'once' })).rejects.toMatchObject({
        code: 'UNREACHABLE',
        data: { tries: 1 },
      }),
    );
    expect(requests).toHaveLength(1);
  });
});

describe('a call', () => {
  test('ends at once when its signal aborts', async () => {
    const ending = new AbortController();
    await using silent = await frontOf(front.url);
    silent.answerNext(null);
    const call = createClient({ url: silent.url }).flows.count({}, { signal: ending.signal });
    // Otherwise it never leaves.
    await expect.poll(() => silent.open()).toBe(1);
    ending.abort();
    await expect(call).rejects.toMatchObject({ code: 'ABORTED' });
  });

  test("ends at once when its client's signal aborts, even while it waits for its next try", async () => {
    const ending = new AbortController();
    await using gone = await frontOf(front.url);
    await gone.down();
    const client = createClient({ url: gone.url, signal: ending.signal, retries: 1_000 });
    const call = client.flows.count();
    setTimeout(() => ending.abort(), 50);
    await expect(call).rejects.toMatchObject({ code: 'ABORTED' });
  });

  test('does not wait longer than its timeout', async () => {
    await using silent = await frontOf(front.url);
    silent.answerNext(null);
    const client = createClient({ url: silent.url });
    await expect(client.flows.count({}, { timeout: '50ms' })).rejects.toMatchObject({
      message: `cannot reach ${silent.url} (no answer within 0.05 s) after 1 try`,
    });
  });

  test('says so when something else answers in the place of a server', async () => {
    front.answerNext(404);
    await expect(createClient({ url: front.url }).flows.count()).rejects.toMatchObject({
      code: 'ANSWER_INVALID',
      data: { path: 'flows.count', reason: 'HTTP 404 from something that is not a Carillon server' },
    });
    await expect(createClient({ url: `${front.url}/health` }).flows.count()).rejects.toMatchObject({
      code: 'ANSWER_INVALID',
    });
  });

  test('of a subscription is refused by what is no server, too', async () => {
    front.answerNext(200);
    const stream = createClient({ url: front.url }).flowRuns.follow({ id: 'x' });
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'ANSWER_INVALID' });
  });

  test('with an input that JSON cannot say is not sent', async () => {
    const parameters: Record<string, never> = {};
    Object.assign(parameters, { itself: parameters });
    const client = createClient({ url: front.url });
    await expect(client.deployments.createRun({ id: 'x', parameters })).rejects.toMatchObject({
      code: 'VALUE_NOT_JSON',
    });
  });
});

describe('createClient', () => {
  test.each(['127.0.0.1:4200', 'ftp://x', ''])('refuses the address %j', (url) => {
    expect(() => createClient({ url })).toThrow(/is not the address of a server/);
  });

  test('refuses a header that cannot be sent', () => {
    expect(() => createClient({ url: front.url, apiKey: 'line\nbreak' })).toThrow(/^headers: cannot be sent/);
  });
});
