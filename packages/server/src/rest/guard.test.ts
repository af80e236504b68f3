import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('pages of other origins', () => {
  const origin = 'http://localhost:3000';

  test('of this machine are let in, and read refusals too', async () => {
    await using app = await testApp();
    const api = `${await app.listen()}/api`;
    const asked = {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    };
    const preflight = await fetch(`${api}/flows`, { method: 'OPTIONS', headers: { origin, ...asked } });
    expect(preflight.status).toBe(200);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '600',
    });
    const refused = await post(`${api}/flows`, { name: '' }, { origin });
    expect(refused.status).toBe(422);
    expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
    for (const path of ['/nothing', `/flows/${randomUUID()}`]) {
      const missing = await fetch(`${api}${path}`, { headers: { origin } });
      expect(missing.status).toBe(404);
      expect(missing.headers.get('access-control-allow-origin')).toBe(origin);
    }
  });

  test('elsewhere are refused, and change nothing, unless the setting lists them', async () => {
    await using app = await testApp();
    const elsewhere = { origin: 'https://evil.example' };
    const api = `${await app.listen()}/api`;
    expect((await post(`${api}/flows`, { name: 'report' }, elsewhere)).status).toBe(403);
    expect(await (await fetch(`${api}/flows/count`, { method: 'POST' })).json()).toBe(0);
    await using open = await testApp({ config: { corsOrigins: '*' }, databaseUrl: app.databaseUrl });
    expect((await post(`${await open.listen()}/api/flows`, { name: 'report' }, elsewhere)).status).toBe(201);
  });
});

test('pages that came from this server are let in by whatever name it goes', async () => {
  await using app = await testApp({ config: { allowedHosts: 'carillon.example', corsOrigins: '' } });
  const url = `${await app.listen()}/api/version`;
  const host = `carillon.example:${new URL(url).port}`;
  const ask = (origin: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(url, { headers: { host, origin } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
  expect(await ask(`http://${host}`)).toBe(200);
  expect(await ask(`https://${host}`)).toBe(200);
  expect(await ask('http://carillon.example')).toBe(403);
  expect(await ask(url.slice(0, url.indexOf('/api')))).toBe(403);
});

test('a key is taken as a Bearer token and as the password of Basic credentials; nothing else gets in', async () => {
  const apiKey = 'a key of some length';
  await using app = await testApp({ config: { apiKey } });
  const api = `${await app.listen()}/api`;
  const status = async (authorization?: string) =>
    (await fetch(`${api}/version`, { headers: authorization === undefined ? {} : { authorization } })).status;
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  expect(await status(`Bearer ${apiKey}`)).toBe(200);
  expect(await status(basic(`admin:${apiKey}`))).toBe(200);
  for (const wrong of [undefined, 'Bearer wrong', basic('admin:wrong'), basic(''), 'Basic ~'])
    expect(await status(wrong)).toBe(401);
});

test('who has no key is told so, a page of another origin too, and may ask whether the server is there', async () => {
  await using app = await testApp({ config: { apiKey: 'a key of some length' } });
  const api = `${await app.listen()}/api`;
  const refused = await fetch(`${api}/version`, { headers: { origin: 'http://localhost:3000' } });
  expect(refused.status).toBe(401);
  expect(refused.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
  expect(await refused.json()).toEqual({
    exception_message: 'Unauthorized',
    detail: 'The API key is missing or wrong.',
  });
  for (const path of ['/health', '/ready']) expect((await fetch(`${api}${path}`)).status).toBe(200);
  expect((await fetch(`${api}/variables/name/health`)).status).toBe(401);
});

test('a web interface of Prefect is told where the REST is, and whether to ask for a password', async () => {
  await using app = await testApp();
  const url = await app.listen();
  const settings = await fetch(`${url}/ui-settings`, { headers: { origin: 'http://localhost:3000' } });
  expect(settings.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
  expect(await settings.json()).toMatchObject({ api_url: `${url}/api`, csrf_enabled: false, auth: null });
  await using keyed = await testApp({
    config: { apiKey: 'a key of some length' },
    databaseUrl: app.databaseUrl,
  });
  const behindTls = { headers: { 'x-forwarded-proto': 'https' } };
  expect(await (await fetch(`${await keyed.listen()}/ui-settings`, behindTls)).json()).toMatchObject({
    api_url: expect.stringMatching(/^https:/),
    auth: 'BASIC',
  });
});
