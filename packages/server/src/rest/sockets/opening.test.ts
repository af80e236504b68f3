import { type TestApp, testApp } from '@carillon/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { enter, openSocket } from '../../../fixtures/prefect-socket.ts';

const apiKey = 'a key of sixteen or more';

let app: TestApp;
let url: string;
let keyedUrl: string;

beforeAll(async () => {
  app = await testApp();
  url = await app.listen();
  const keyed = await testApp({ config: { apiKey }, databaseUrl: app.databaseUrl });
  keyedUrl = await keyed.listen();
  return async () => {
    await keyed[Symbol.asyncDispose]();
    await app[Symbol.asyncDispose]();
  };
});

/** What a request for a socket is answered with, when it gets none. */
const refusedWith = (path: string, headers: Record<string, string> = {}): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    new WebSocket(`${url.replace(/^http/, 'ws')}${path}`, 'prefect', { headers })
      .on('unexpected-response', (_, response) => resolve(response.statusCode))
      .on('open', () => reject(new Error('it was opened')))
      .on('error', () => {});
  });

describe('a socket', () => {
  test('is opened below /api alone, under the names of the server, for pages that may call', async () => {
    expect(await refusedWith('/api/nowhere')).toBe(404);
    expect(await refusedWith('/events/in')).toBe(404);
    expect(await refusedWith('/api/work_pools/%E0%A4%A/workers/connect')).toBe(404);
    expect(await refusedWith('/api/events/in', { host: 'evil.example' })).toBe(421);
    expect(await refusedWith('/api/events/in', { origin: 'https://evil.example' })).toBe(403);
    await using ofOwnPage = await enter(url, '/events/in/', { headers: { origin: url } });
    expect(ofOwnPage.socket.protocol).toBe('prefect');
  });

  test('answers pings before anybody has said who he is, and lets him in then', async () => {
    await using opened = await openSocket(url, '/events/out');
    await opened.ping();
    opened.send({ type: 'auth', token: null });
    expect(await opened.next()).toEqual({ type: 'auth_success' });
  });

  test('of a client that offers no subprotocol is open at once, unless there is a key to be asked for', async () => {
    await using old = await openSocket(url, '/events/out', { protocols: [] });
    old.send({ type: 'filter', filter: {} });
    await old.ping();
    await using refused = await openSocket(keyedUrl, '/events/out', { protocols: [] });
    expect(await refused.closed).toEqual({
      code: 1008,
      reason: "'prefect' subprotocol required when auth is configured",
    });
  });

  test.each([
    [{ type: 'hello' }, "Expected 'auth' message"],
    ['no JSON', "Expected 'auth' message"],
    ['['.repeat(100), "Expected 'auth' message"],
    [{ type: 'auth' }, 'Auth required but no token provided'],
    [{ type: 'auth', token: { $ne: null } }, 'Auth required but no token provided'],
    [{ type: 'auth', token: 'wrong' }, 'Invalid token'],
    [{ type: 'auth', token: `${apiKey}:x` }, 'Invalid token'],
  ])('is closed on %j', async (message, reason) => {
    await using opened = await openSocket(keyedUrl, '/events/in');
    opened.send(message);
    expect(await opened.closed).toEqual({ code: 1008, reason });
  });

  test.each([apiKey, `admin:${apiKey}`])('is opened to %s', async (token) => {
    await using _ = await enter(keyedUrl, '/events/in', { token });
  });

  test('takes text alone, and no more at a time than an event may have', async () => {
    await using binary = await enter(url, '/events/in');
    binary.socket.send(Buffer.from('{}'));
    expect((await binary.closed).code).toBe(1003);
    await using huge = await enter(url, '/events/in');
    huge.send('x'.repeat(5_000_000));
    expect((await huge.closed).code).toBe(1009);
  });
});

test('a server that stops closes its sockets so that clients come back', async () => {
  const stopping = await testApp();
  const at = await stopping.listen();
  await using listening = await enter(at, '/events/out');
  listening.send({ type: 'filter', filter: {} });
  await using telling = await enter(at, '/events/in');
  await using unknown = await openSocket(at, '/events/in');
  await stopping[Symbol.asyncDispose]();
  for (const { closed } of [listening, telling, unknown])
    expect(await closed).toEqual({ code: 1012, reason: 'the server is stopping' });
});
