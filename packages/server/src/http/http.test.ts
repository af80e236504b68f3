import { request } from 'node:http';
import { type TestApp, testApp } from '@carillon/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

const apiKey = 'a key of sixteen or more';

let app: TestApp;
let url: string;
let keyed: TestApp;
let keyedUrl: string;

beforeAll(async () => {
  app = await testApp();
  url = await app.listen();
  keyed = await testApp({ config: { apiKey } });
  keyedUrl = await keyed.listen();
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await keyed[Symbol.asyncDispose]();
});

const json = { 'content-type': 'application/json' };

const create = (name: string, headers: Record<string, string> = json): Promise<Response> =>
  fetch(`${url}/trpc/flows.create`, { method: 'POST', headers, body: JSON.stringify({ name }) });

const errorShape = z.object({
  message: z.string(),
  data: z.object({ carillon: z.object({ code: z.string() }).nullish() }),
});

/** The code of ours in an answer, and its status. */
const refusal = async (answer: Promise<Response>) => {
  const response = await answer;
  const { error } = z.object({ error: errorShape }).parse(await response.json());
  return { status: response.status, code: error.data.carillon?.code, message: error.message };
};

const made = () => app.caller.flows.count({});

/** As fetch cannot ask: with headers of the caller's own choice. */
const ask = (headers: Record<string, string>, path = '/health'): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(`${url}${path}`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

describe('the server', () => {
  test('answers under its own names only', async () => {
    const { port } = new URL(url);
    expect(await ask({ host: `localhost:${port}` })).toBe(200);
    expect(await ask({ host: `127.0.0.1:${port}` })).toBe(200);
    expect(await ask({ host: 'evil.example' })).toBe(421);
    expect(await ask({ host: `evil.example:${port}` }, '/trpc/flows.count')).toBe(421);
  });

  test('answers no page but its own', async () => {
    const before = await made();
    for (const origin of ['http://evil.example', 'null', 'http://localhost:1']) {
      expect(await refusal(create('foreign', { ...json, origin }))).toMatchObject({
        status: 403,
        code: 'ORIGIN_REFUSED',
        message: `Calls from ${origin} are not answered.`,
      });
      expect((await fetch(`${url}/trpc/flows.count`, { headers: { origin } })).status).toBe(403);
    }
    expect(await made()).toBe(before);
    expect((await create('own', { ...json, origin: url })).status).toBe(200);
  });

  test('takes JSON alone', async () => {
    const before = await made();
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/jsonp',
      'multipart/form-data',
    ]) {
      expect(await refusal(create('typed', { 'content-type': type }))).toMatchObject({
        status: 415,
        code: 'INPUT_INVALID',
        message: `content-type: must be application/json, not ${type}`,
      });
    }
    expect(await made()).toBe(before);
    expect((await create('typed', { 'content-type': 'Application/JSON; charset=utf-8' })).status).toBe(200);
  });

  test('lets no link change anything', async () => {
    const before = await made();
    const input = encodeURIComponent(JSON.stringify({ name: 'linked' }));
    expect((await fetch(`${url}/trpc/flows.create?input=${input}`)).status).toBe(405);
    expect(await made()).toBe(before);
  });

  test('takes bodies of a million bytes, whether their length is told or not', async () => {
    const send = (length: number, chunked: boolean): Promise<Response> => {
      const rest = length - JSON.stringify({ name: 'big', labels: { pad: '' } }).length;
      const text = JSON.stringify({ name: 'big', labels: { pad: 'x'.repeat(rest) } });
      const body = chunked ? ReadableStream.from([new TextEncoder().encode(text)]) : text;
      const init = { method: 'POST', headers: json, body, duplex: 'half' } as const;
      return fetch(`${url}/trpc/flows.create`, init);
    };
    for (const chunked of [false, true]) {
      expect((await send(1_000_000, chunked)).status).toBe(200);
      expect(await refusal(send(1_000_001, chunked))).toEqual({
        status: 413,
        code: 'PAYLOAD_TOO_LARGE',
        message: 'The request is larger than allowed: 1000000 bytes.',
      });
    }
  });

  test('takes values of 32 levels', async () => {
    const flow = (await app.caller.flows.create({ name: 'deep' })).flow;
    const nested = (levels: number): object => (levels === 1 ? {} : { a: nested(levels - 1) });
    const start = (levels: number): Promise<Response> =>
      fetch(`${url}/trpc/flowRuns.create`, {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ flowId: flow.id, parameters: nested(levels) }),
      });
    expect((await start(32)).status).toBe(200);
    expect(await refusal(start(33))).toMatchObject({
      status: 422,
      code: 'INPUT_INVALID',
      message: 'parameters: is nested deeper than 32 levels',
    });
    expect(await refusal(start(500))).toMatchObject({ status: 413, code: 'PAYLOAD_TOO_LARGE' });
  });

  test('takes twenty calls at once', async () => {
    const batch = (count: number, comma = ','): Promise<Response> => {
      const paths = Array.from({ length: count }, () => 'flows.count').join(comma);
      const input = JSON.stringify(
        Object.fromEntries(Array.from({ length: count }, (_, index) => [index, {}])),
      );
      return fetch(`${url}/trpc/${paths}?batch=1&input=${encodeURIComponent(input)}`);
    };
    expect(await (await batch(20)).json()).toHaveLength(20);
    const refused = { status: 413, message: 'The request is larger than allowed: 20 calls in a batch.' };
    expect(await refusal(batch(21))).toMatchObject(refused);
    expect(await refusal(batch(21, '%2C'))).toMatchObject(refused);
  });

  test('says what is not there, and what is wrong, and never fails for it', async () => {
    expect(await (await fetch(`${url}/nowhere`)).json()).toEqual({ detail: 'Not Found' });
    expect((await fetch(`${url}/trpc/flows.nothing`)).status).toBe(404);
    expect((await fetch(`${url}/trpc/%E0%A4%A`)).status).toBe(404);
    const noJson = { status: 422, code: 'INPUT_INVALID', message: 'the input is not JSON' };
    expect(await refusal(fetch(`${url}/trpc/flows.count?input=%7B`))).toEqual(noJson);
    expect(
      await refusal(fetch(`${url}/trpc/flows.create`, { method: 'POST', headers: json, body: '{' })),
    ).toEqual(noJson);
    expect(await refusal(create('a/b'))).toMatchObject({ status: 422, code: 'INPUT_INVALID' });
    expect(
      await refusal(fetch(`${url}/trpc/flows.readByName?input=${encodeURIComponent('{"name":"none"}')}`)),
    ).toEqual({
      status: 404,
      code: 'FLOW_NOT_FOUND',
      message: 'There is no flow none.',
    });
  });

  test('tells browsers and proxies to keep nothing and to guess nothing', async () => {
    const { headers } = await fetch(`${url}/health`);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(await (await fetch(url)).text()).toMatch(/^Carillon is running\./);
  });

  test('keeps the name that a client goes by', async () => {
    await create('named', { ...json, 'x-carillon-client': 'ci' });
    const { flow } = await app.caller.flows.create({ name: 'named' });
    const body = JSON.stringify({ flowId: flow.id });
    const headers = { ...json, 'x-carillon-client': 'ci' };
    await fetch(`${url}/trpc/flowRuns.create`, { method: 'POST', headers, body });
    const { results } = await app.caller.flowRuns.list({ flowRuns: { createdBy: { type: ['CLIENT'] } } });
    expect(results.map(({ createdBy }) => createdBy?.displayValue)).toEqual(['ci']);
  });
});

describe('an API key', () => {
  test('is asked of every call, and of the probes of nobody', async () => {
    const count = (authorization?: string): Promise<Response> =>
      fetch(`${keyedUrl}/trpc/flows.count?input={}`, {
        headers: { ...(authorization !== undefined && { authorization }) },
      });
    for (const wrong of [
      undefined,
      '',
      'Bearer',
      'Bearer wrong',
      `Bearer ${apiKey}x`,
      `Basic ${apiKey}`,
      apiKey,
    ]) {
      expect(await refusal(count(wrong))).toEqual({
        status: 401,
        code: 'UNAUTHORIZED',
        message: 'The API key is missing or wrong (Authorization: Bearer …).',
      });
    }
    expect((await count(`Bearer ${apiKey}`)).status).toBe(200);
    expect((await count(`bearer ${apiKey}`)).status).toBe(200);
    expect((await fetch(`${keyedUrl}/health`)).status).toBe(200);
    expect((await fetch(`${keyedUrl}/ready`)).status).toBe(200);
  });

  test('is asked of streams too', async () => {
    const input = encodeURIComponent(JSON.stringify({ id: '00000000-0000-7000-8000-000000000000' }));
    const headers = { accept: 'text/event-stream' };
    expect((await fetch(`${keyedUrl}/trpc/flowRuns.follow?input=${input}`, { headers })).status).toBe(401);
  });
});
