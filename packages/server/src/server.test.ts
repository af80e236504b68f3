import { runnerId } from '@carillon/core';
import { type Clock, createLogger, systemClock } from '@carillon/process';
import { createTestDatabase, TestClock } from '@carillon/testing';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type ServerConfig, serverConfig } from './config.ts';
import { dbOf } from './database/db.ts';
import { createHttpApp } from './http/app.ts';
import { duties } from './loops/index.ts';
import { appRouter } from './router.ts';
import { startServer } from './server.ts';
import { openServices } from './services.ts';
import { inTransaction } from './transaction.ts';

const log = createLogger({ level: 'silent' });
const apiKey = 'a key of sixteen or more';
const runner = { id: runnerId.parse('0195f2a0-0000-7000-8000-000000000001'), name: 'one' };

const start = (databaseUrl: string, config: Partial<ServerConfig> = {}, clock: Clock | null = null) =>
  startServer({
    config: serverConfig.parse({ port: 0, ...config }),
    databaseUrl,
    log,
    ...(clock !== null && { clock }),
  });

/** A server on a database of its own, stopped at the end of the test unless that did it. */
const serve = async (config: Partial<ServerConfig> = {}, clock: Clock | null = null) => {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await createTestDatabase());
  const server = await start(database.url, config, clock);
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= server.stop();
    return stopping;
  };
  stack.defer(stop);
  const caller = appRouter.createCaller({ services: server.services, actor: null });
  return { ...server, stop, caller, database, [Symbol.asyncDispose]: () => stack.disposeAsync() };
};

const status = async (url: string): Promise<number> => (await fetch(url)).status;

describe('an address', () => {
  test.each(['0.0.0.0', '::', '127.example.com', 'example.com'])(
    'that other machines reach (%s) needs an API key, and nothing is begun without one',
    async (host) => {
      const nowhere = 'postgres://nobody@127.0.0.1:1/none';
      await expect(start(nowhere, { host })).rejects.toThrow(
        `listening on ${host} lets other machines in, which needs an API key: set CARILLON_API_KEY (16 characters or more)`,
      );
    },
  );

  test('beyond this machine is listened on with a key', async () => {
    await using server = await serve({ host: '0.0.0.0', apiKey });
    const local = server.url.replace('0.0.0.0', '127.0.0.1');
    expect(await status(`${local}/health`)).toBe(200);
    expect(await status(`${local}/trpc/flows.count?input={}`)).toBe(401);
  });

  test('that is taken is told in words, and nothing is left open', async () => {
    await using server = await serve();
    const port = Number(new URL(server.url).port);
    await expect(start(server.database.url, { port })).rejects.toThrow(
      `port ${port} is in use by another program; --port picks another`,
    );
    await expect(start(server.database.url, { host: '203.0.113.1', apiKey })).rejects.toThrow(
      '203.0.113.1 is not an address of this machine',
    );
  });
});

describe('a server', () => {
  const quick = {
    schedulerLoopSeconds: 0.05,
    lateRunsLoopSeconds: 0.05,
    leaseExpiryLoopSeconds: 0.05,
    lateAfterSeconds: 0,
    leaseSeconds: 1,
  };

  test('plans, marks what is late and ends what is lost by itself', async () => {
    await using server = await serve(quick);
    const { caller } = server;
    const { flow } = await caller.flows.create({ name: 'report' });
    const schedules = [{ schedule: { kind: 'interval' as const, interval: 3600 } }];
    const { deployment } = await caller.deployments.create({ flowId: flow.id, name: 'daily', schedules });
    const { run } = await caller.deployments.createRun({ id: deployment.id });
    const stateName = async () => (await caller.flowRuns.read({ id: run.id })).stateName;
    await expect.poll(stateName).toBe('Late');
    const { runs } = await caller.flowRuns.claim({ runner, deploymentIds: [deployment.id], limit: 1 });
    expect(runs[0]?.run.stateName).toBe('Pending');
    await expect.poll(stateName).toBe('Crashed');
    const due = new Date(server.services.clock.now().getTime() - 1);
    await inTransaction(server.services, { actor: null }, ({ db }) =>
      db.updateTable('deployment_schedule').set({ refill_at: due }).execute(),
    );
    const refillAt = async (): Promise<number> => {
      const [schedule] = await caller.deployments.schedules.list({ deploymentId: deployment.id });
      return schedule?.refillAt?.getTime() ?? 0;
    };
    await expect.poll(refillAt).toBeGreaterThan(due.getTime() + 60_000);
  });

  test('is live and ready, until it stops', async () => {
    await using server = await serve();
    expect(await (await fetch(`${server.url}/health`)).json()).toEqual({ status: 'live' });
    expect(await (await fetch(`${server.url}/ready`)).json()).toEqual({ status: 'ready' });
    await server.stop();
    await expect(fetch(`${server.url}/health`)).rejects.toThrow();
  });

  test('whose database is away is live but not ready, and says so of every call', async () => {
    await using stack = new AsyncDisposableStack();
    const databaseUrl = 'postgres://nobody@127.0.0.1:1/none';
    const opened = await openServices({
      config: serverConfig.parse({}),
      databaseUrl,
      log,
      clock: systemClock,
    });
    stack.defer(opened.close);
    const app = createHttpApp(opened.services);
    const get = (path: string) => app.request(path, { headers: { host: 'localhost' } });
    expect((await get('/health')).status).toBe(200);
    expect((await get('/ready')).status).toBe(503);
    const call = await get('/trpc/flows.count?input={}');
    expect(call.status).toBe(503);
    expect(await call.text()).toContain('The database cannot be reached at the moment; please try again.');
  });

  test('that stops breaks off its streams with words, and answers the calls under way', async () => {
    const clock = new TestClock();
    await using server = await serve({}, clock);
    // Each loop rests.
    await expect.poll(() => clock.waiting).toBe(duties.length);
    const { flow } = await server.caller.flows.create({ name: 'report' });
    const { run } = await server.caller.flowRuns.create({ flowId: flow.id });
    const { deployment } = await server.caller.deployments.create({ flowId: flow.id, name: 'daily' });
    const get = (procedure: string, input: object, accept = 'application/json'): Promise<Response> =>
      fetch(`${server.url}/trpc/flowRuns.${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, {
        headers: { accept },
      });
    const waiting = get('wait', { id: run.id, waitSeconds: 30 });
    const streams = await Promise.all([
      get('follow', { id: run.id }, 'text/event-stream'),
      get('due', { deploymentIds: [deployment.id] }, 'text/event-stream'),
    ]);
    // The call and the runner wait for a time too; a follower waits for changes alone.
    await expect.poll(() => clock.waiting).toBe(duties.length + 2);
    const texts = streams.map((stream) => stream.text());
    await server.stop();
    for (const text of await Promise.all(texts)) expect(text).toContain('"code":"UNAVAILABLE"');
    const answer = await waiting;
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ result: { data: { id: run.id, stateType: 'PENDING' } } });
  });

  test('follows the clock of its database', async () => {
    await using server = await serve();
    const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(
      dbOf(server.services.orm.em.fork()),
    );
    const apart = server.services.clock.now().getTime() - (rows[0]?.at.getTime() ?? 0);
    expect(Math.abs(apart)).toBeLessThan(1000);
  });
});
