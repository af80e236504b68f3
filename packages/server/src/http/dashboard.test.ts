import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestApp, testApp } from '@carillon/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDashboard } from './dashboard.ts';

let folder: string;
let app: TestApp;
let url: string;

const index = '<!doctype html><title>Carillon</title>';
const script = `console.log('${'x'.repeat(1000)}')`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'carillon dashboard '));
  await mkdir(path.join(folder, 'assets'));
  await writeFile(path.join(folder, 'index.html'), index);
  await writeFile(path.join(folder, 'assets/main-abc.js'), script);
  app = await testApp({ config: { dashboardFolder: folder } });
  url = await app.listen();
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const html = { headers: { accept: 'text/html,*/*' } };

test('the page is served at / and wherever a browser goes, with a policy that lets nothing inline run', async () => {
  for (const at of ['/', '/runs', '/deployments/some-id?tab=runs']) {
    const response = await fetch(`${url}${at}`, html);
    expect([response.status, await response.text()]).toEqual([200, index]);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
  }
});

test('assets are kept for ever, and travel compressed', async () => {
  const response = await fetch(`${url}/assets/main-abc.js`);
  expect(await response.text()).toBe(script);
  expect(response.headers.get('content-encoding')).toBe('gzip');
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  const headers = { 'if-none-match': response.headers.get('etag') ?? '' };
  expect((await fetch(`${url}/assets/main-abc.js`, { headers })).status).toBe(304);
});

test('what is no page is not answered by one', async () => {
  for (const at of [
    '/api/nothing',
    '/api',
    '/trpc/nothing',
    '/docs/x',
    '/assets/gone.js',
    '/../package.json',
  ]) {
    const response = await fetch(`${url}${at}`, html);
    expect([at, response.status]).toEqual([at, 404]);
    expect(await response.text()).not.toBe(index);
  }
  expect((await fetch(`${url}/runs`, { headers: { accept: 'application/json' } })).status).toBe(404);
  expect((await fetch(`${url}/runs`, { ...html, method: 'POST' })).status).toBe(404);
  expect(await (await fetch(`${url}/health`, html)).json()).toEqual({ status: 'live' });
});

test('without the setting / says what is missing, and a folder without a dashboard is refused', async () => {
  await using bare = await testApp();
  expect(await (await fetch(await bare.listen(), html)).text()).toContain('CARILLON_DASHBOARD_FOLDER');
  expect(() => openDashboard(path.join(folder, 'assets'))).toThrow('holds no built dashboard');
  expect(() => openDashboard(path.join(folder, 'nowhere'))).toThrow('cannot be read');
});
