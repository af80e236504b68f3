import { once } from 'node:events';
import { createServer } from 'node:net';
import { failOnLeftProcesses } from '@carillon/testing/leaks';
import { describe, expect, test } from 'vitest';
import { carillon, carillonOnce, demo } from '../fixtures/carillon.ts';
import { newFolder } from '../fixtures/folder.ts';
import { files, openStage } from '../fixtures/stage.ts';

failOnLeftProcesses();

const takePort = async (): Promise<{ port: number; release: () => Promise<unknown> }> => {
  const taker = createServer().listen(0, '127.0.0.1');
  const release = (): Promise<unknown> => {
    const closed = once(taker, 'close');
    taker.close();
    return closed;
  };
  await once(taker, 'listening');
  const address = taker.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, release };
};

describe('help', () => {
  test.each([
    [['--help']],
    [['server', '--help']],
    [['runner', '--help']],
    [['deploy', '--help']],
    [['dev', '--help']],
    [['schedules', 'preview', '--help']],
    [['server', '-h']],
  ])('carillon %j is answered with a usage, exit status 0', async (args) => {
    const { status, said } = await carillonOnce(args);
    expect(status).toBe(0);
    expect(said).toMatch(/^carillon /);
  });

  test('the demo has one too', async () => {
    const { exitCode, lines } = demo(['--help']);
    expect(await exitCode).toBe(0);
    expect(lines[0]).toMatch(/^npm run demo/);
  });
});

describe('what a user got wrong is said without a stack', () => {
  test.each([
    [['serve'], 'There is no command "serve".'],
    [['server', '--prot', '1'], "Unknown option '--prot'"],
    [['server', '--port', '70000'], '--port must be a whole number from 0 to 65535, not "70000"'],
    [['runner', '--limit', '0', 'x.ts'], '--limit must be a whole number from 1 to 1000, not "0"'],
    [['schedules', 'preview'], 'carillon schedules preview'],
  ])('carillon %j: exit status 2', async (args, words) => {
    const { status, said } = await carillonOnce(args);
    expect(said).toContain(words);
    expect(said).not.toMatch(/^\s+at /m);
    expect(status).toBe(2);
  });

  test.each([
    [['deploy', 'nothing/*.ts'], 'nothing/*.ts: there is no such file'],
    [['runner', 'nothing.ts'], 'nothing.ts: there is no such file'],
    [['server', '--host', '0.0.0.0', '--port', '0'], 'which needs an API key: set CARILLON_API_KEY'],
  ])('carillon %j: exit status 1', async (args, words) => {
    const { status, said } = await carillonOnce(args, { env: { CARILLON_DATA_FOLDER: await newFolder() } });
    expect(said).toContain(words);
    expect(said).not.toMatch(/^\s+at /m);
    expect(status).toBe(1);
  });

  test('all problems of the settings at once: exit status 2', async () => {
    const { status, said } = await carillonOnce(['server'], {
      env: { CARILLON_PORT: 'many', CARILLON_API_KEY: 'short', CARILLON_LOG_LEVEL: 'loud' },
    });
    expect(said.split('\n').slice(1)).toEqual([
      expect.stringContaining('CARILLON_PORT'),
      expect.stringContaining('CARILLON_API_KEY'),
      expect.stringContaining('CARILLON_LOG_LEVEL'),
    ]);
    expect(status).toBe(2);
  });

  test('a server that is away', async () => {
    const { port, release } = await takePort();
    await release();
    const url = `http://127.0.0.1:${port}`;
    const { status, said } = await carillonOnce(['deploy', '--url', url, files.hello]);
    expect(said).toBe(`cannot reach ${url} (ECONNREFUSED) after 4 tries`);
    expect(status).toBe(1);
  });

  test('a port that is taken', async () => {
    const { port, release } = await takePort();
    const { status, said } = await carillonOnce(['server', '--port', `${port}`], {
      env: { CARILLON_DATA_FOLDER: await newFolder(), CARILLON_LOG_LEVEL: 'warn' },
    });
    await release();
    expect(said).toBe(`port ${port} is in use by another program; --port picks another`);
    expect(status).toBe(1);
  });

  test('a data folder that another server uses', async () => {
    const cwd = await newFolder();
    const first = carillon(['server', '--port', '0'], { cwd });
    await first.said(/server started/);
    const { status, said } = await carillonOnce(['server', '--port', '0'], { cwd });
    expect(said).toBe(`.carillon is in use by a server with pid ${first.pid}`);
    expect(status).toBe(1);
    first.kill('SIGTERM');
    expect(await first.exitCode).toBe(0);
  });

  test('a database that cannot be reached', async () => {
    const { status, said } = await carillonOnce(['server', '--port', '0'], {
      env: { DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/nothing' },
    });
    expect(said).toContain('the database at 127.0.0.1:1 cannot be reached: connect ECONNREFUSED 127.0.0.1:1');
    expect(said).not.toContain('secret');
    expect(status).toBe(1);
  });
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends a server and its database promptly, with 0',
  async (signal) => {
    const server = carillon(['server', '--port', '0'], { cwd: await newFolder() });
    const [, url = ''] = await server.said(/"url":"(.*?)".*server started/);
    expect((await fetch(`${url}/ready`)).status).toBe(200);
    const told = performance.now();
    server.kill(signal);
    expect(await server.exitCode).toBe(0);
    expect(performance.now() - told).toBeLessThan(6000);
    await expect(fetch(`${url}/health`)).rejects.toThrow();
  },
);

test('a server beyond loopback answers who has its key, and nobody else', async () => {
  const apiKey = 'a key of sixteen or more';
  await using stage = await openStage({ env: { CARILLON_HOST: '0.0.0.0', CARILLON_API_KEY: apiKey } });
  const call = (headers: Record<string, string>) =>
    fetch(`${stage.url}/trpc/deployments.count?input=%7B%7D`, { headers });
  expect((await call({})).status).toBe(401);
  expect((await call({ authorization: 'Bearer another key, as long' })).status).toBe(401);
  expect((await call({ authorization: `Bearer ${apiKey}` })).status).toBe(200);
  const { status, said } = await carillonOnce([
    'deploy',
    '--url',
    stage.url,
    'examples/hello-schedule/src/hello.ts',
  ]);
  expect({ status, said }).toEqual({
    status: 1,
    said: expect.stringContaining('The API key is missing or wrong'),
  });
});
