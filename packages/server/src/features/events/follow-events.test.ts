import { eventFilter, type FlowRunId, stateCreate } from '@carillon/core';
import { systemClock } from '@carillon/process';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { setFlowRunState } from '../flow-runs/set-state.ts';
import { followEvents } from './follow-events.ts';
import { readPosition, writePosition } from './position.ts';
import { readEvents } from './read-events.ts';
import type { EventView } from './view.ts';

type From = {
  after?: string | null;
  since?: Date | null;
  filter?: Parameters<typeof eventFilter.parse>[0];
  /** Stops once there are so many, or when `enough` is aborted. */
  count: number;
  enough?: AbortSignal;
};

/** What comes after a place, and the cursor of the last of it. */
const take = async (
  app: TestApp,
  { after = null, since = null, filter = {}, count, enough }: From,
): Promise<{ events: EventView[]; cursor: string }> => {
  const left = new AbortController();
  const over = enough === undefined ? left.signal : AbortSignal.any([left.signal, enough]);
  const events: EventView[] = [];
  let cursor = '';
  const start = { after, since, filter: eventFilter.parse(filter), over };
  for await (const message of followEvents(app.services, start)) {
    cursor = message.cursor;
    if (message.event !== null) events.push(message.event);
    if (events.length >= count) break;
  }
  left.abort();
  return { events, cursor };
};

const here = (app: TestApp): Promise<string> => take(app, { count: 0 }).then(({ cursor }) => cursor);

const inWords = (event: EventView): string =>
  event.kind === 'flow-run.state' ? `${event.previous?.name ?? 'none'} to ${event.state.name}` : event.kind;

test('the states of a run, each with the one before it, who set it and what the run belongs to', async () => {
  await using app = await testApp();
  const { deploymentId, flowId } = await deploy(app);
  const after = await here(app);
  const { run } = await app.caller.deployments.createRun({ id: deploymentId, tags: ['a'] });
  await app.caller.flowRuns.setState({ id: run.id, state: { type: 'PENDING' } });
  await app.caller.flowRuns.setState({ id: run.id, state: { type: 'CRASHED', message: 'no more' } });

  const { events } = await take(app, { after, count: 3 });
  expect(events.map(inWords)).toEqual(['none to Scheduled', 'Scheduled to Pending', 'Pending to Crashed']);
  const states = await app.caller.flowRuns.states({ id: run.id });
  expect(events.map(({ id }) => id)).toEqual(states.map(({ id }) => id));
  expect(events[2]).toMatchObject({
    at: states[2]?.timestamp,
    actor: null,
    run: { id: run.id, name: run.name, tags: ['a'] },
    flow: { id: flowId, name: 'report' },
    deployment: { id: deploymentId, name: 'daily' },
    state: { type: 'CRASHED', message: 'no more' },
    previous: { id: states[1]?.id, type: 'PENDING' },
  });
});

test('what becomes of a deployment, but not what changes nothing', async () => {
  await using app = await testApp();
  const after = await here(app);
  const cron = { kind: 'cron', cron: '0 9 * * *' } as const;
  const { deploymentId: id } = await deploy(app, { schedules: [{ schedule: cron }] });
  const { deployments } = app.caller;
  await deployments.pause({ id, reason: 'moving house' });
  await deployments.pause({ id, reason: 'still moving' });
  await deployments.update({ id, tags: ['a'], concurrencyLimit: 2, description: 'x'.repeat(20_000) });
  await deployments.update({ id, tags: ['a'] });
  await deployments.schedules.create({ deploymentId: id, schedules: [{ schedule: cron, slug: 'second' }] });
  await deployments.resume({ id });
  await deployments.resume({ id });
  await deployments.delete({ id });

  const { events } = await take(app, { after, count: 6, filter: { deploymentIds: [id], stateTypes: null } });
  const recorded = events.filter(({ kind }) => kind !== 'flow-run.state');
  expect(recorded.map(inWords)).toEqual([
    'deployment.created',
    'deployment.paused',
    'deployment.updated',
    'deployment.schedules',
    'deployment.resumed',
    'deployment.deleted',
  ]);
  expect(recorded[1]).toMatchObject({ reason: 'moving house', flow: { name: 'report' } });
  expect(recorded[2]).toMatchObject({
    changes: [
      { field: 'description' },
      { field: 'tags', from: [], to: ['a'] },
      { field: 'concurrencyLimit', from: null, to: 2 },
    ],
  });
  expect(recorded[3]).toMatchObject({ changes: { added: ['second'], changed: [], removed: [] } });
});

test('a deployment that runners begin to ask for, and one that goes with its flow', async () => {
  await using app = await testApp();
  const { deploymentId, flowId } = await deploy(app);
  const after = await here(app);
  const runner = { id: '0195f2a0-0000-7000-8000-000000000001', name: 'host:7' };
  await app.caller.flowRuns.claim({ runner, deploymentIds: [deploymentId], limit: 1 });
  const ready = await take(app, { after, count: 1 });
  expect(ready.events).toMatchObject([{ kind: 'deployment.status', status: 'READY', flow: { id: flowId } }]);
  await app.caller.flows.delete({ id: flowId });
  const { events } = await take(app, { after: ready.cursor, count: 1 });
  expect(events).toMatchObject([{ kind: 'deployment.deleted', deployment: { id: deploymentId } }]);
});

test('only what matches', async () => {
  await using app = await testApp();
  const after = await here(app);
  const one = await deploy(app);
  const two = await deploy(app, { flowName: 'other' });
  const { run } = await app.caller.deployments.createRun({ id: one.deploymentId });
  await app.caller.deployments.createRun({ id: two.deploymentId });
  await app.caller.flowRuns.setState({ id: run.id, state: { type: 'RUNNING' } });
  await app.caller.deployments.delete({ id: two.deploymentId });

  const matching = async (filter: From['filter'], count: number): Promise<string[]> =>
    (await take(app, { after, filter, count })).events.map(inWords);
  expect(await matching({ flowRunIds: [run.id] }, 2)).toEqual(['none to Scheduled', 'Scheduled to Running']);
  expect(await matching({ flowIds: [two.flowId] }, 2)).toEqual(['deployment.created', 'deployment.deleted']);
  expect(await matching({ stateTypes: ['RUNNING'] }, 1)).toEqual(['Scheduled to Running']);
  expect(await matching({ kinds: ['deployment.created'] }, 2)).toHaveLength(2);
  expect(await matching({ kinds: ['flow-run.state'], stateNames: ['Running'] }, 1)).toHaveLength(1);
});

test('what was written since an instant', async () => {
  await using app = await testApp();
  await deploy(app, { flowName: 'before' });
  app.clock.advance(60_000);
  const since = app.clock.now();
  app.clock.advance(1);
  const { deploymentId } = await deploy(app);
  const { run } = await app.caller.deployments.createRun({ id: deploymentId });
  const { events } = await take(app, { since, count: 2 });
  expect(events).toMatchObject([
    { kind: 'deployment.created', deployment: { name: 'daily' } },
    { run: { id: run.id } },
  ]);
});

test.each([
  ['x', 'is not the cursor of an event; leave it out to begin with what comes next'],
  [
    Buffer.from('[[900000000]]').toString('base64url'),
    'is of another database, or from before this one was restored; leave it out',
  ],
])('a cursor that is none, or of another database, is refused', async (after, message) => {
  await using app = await testApp();
  await expect(take(app, { after, count: 1 })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    data: { issues: [{ path: ['after'], message }] },
  });
});

const writers = 8;
const transactions = 20;
const sharedRuns = 3;

test('eight writers, each as long as it likes: nothing lost, nothing twice, in the order of commits', async () => {
  await using app = await testApp({ clock: systemClock, config: { poolMax: 20 } });
  await using other = await testApp({
    clock: systemClock,
    databaseUrl: app.databaseUrl,
    config: { poolMax: 20 },
  });
  const servers = [app, other];
  const { deploymentId } = await deploy(app);
  const runOf = async (): Promise<FlowRunId> =>
    (await app.caller.deployments.createRun({ id: deploymentId })).run.id;
  const shared = await Promise.all(Array.from({ length: sharedRuns }, runOf));
  const own = await Promise.all(Array.from({ length: writers }, runOf));
  let cursor = await here(app);

  const committed: { began: number; ended: number; name: string }[] = [];
  let moment = 0;
  const write = async (mine: FlowRunId, writer: number): Promise<void> => {
    for (let turn = 0; turn < transactions; turn += 1) {
      const name = `${writer}/${turn}`;
      const server = servers[turn % 2] ?? app;
      const state = stateCreate.parse({ type: 'RUNNING', name });
      moment += 1;
      const began = moment;
      const kept = Math.random() < 0.8;
      await server
        .run(async (context) => {
          const set = (id: FlowRunId) =>
            setFlowRunState(context, { id, state, force: true, leaseToken: null });
          const pause = () => sql`select pg_sleep(${Math.random() * 0.03})`.execute(context.db);
          await set(mine);
          await pause();
          await set(shared[Math.floor(Math.random() * sharedRuns)] ?? mine);
          await pause();
          if (!kept) throw new Error('rolled back');
        })
        .catch((error: unknown) => {
          if (kept) throw error;
        });
      moment += 1;
      if (kept) committed.push({ began, ended: moment, name });
    }
  };
  const written = new AbortController();
  const done = Promise.all(own.map(write)).finally(() => written.abort());

  // A reader that breaks off all the time, and goes on at the other server.
  const told: EventView[] = [];
  const read = async (count: number): Promise<void> => {
    const from = servers[told.length % 2] ?? app;
    const filter = { kinds: ['flow-run.state' as const] };
    const page = await take(from, { after: cursor, count, filter, enough: written.signal });
    told.push(...page.events);
    cursor = page.cursor;
  };
  while (!written.signal.aborted) await read(1 + Math.floor(Math.random() * 9));
  await done;
  while (true) {
    const position = readPosition(cursor);
    const filter = eventFilter.parse({});
    const page = await other.read(({ db }) => readEvents(db, { position, filter, limit: 10 }));
    told.push(...page.events.map(({ event }) => event));
    cursor = writePosition(page.position);
    if (!page.more) break;
  }

  const names = told.map((event) => (event.kind === 'flow-run.state' ? event.state.name : ''));
  expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
  expect([...names].sort()).toEqual(committed.flatMap(({ name }) => [name, name]).sort());
  // Of one run: as they stand in its history.
  for (const id of [...shared, ...own]) {
    const states = await app.caller.flowRuns.states({ id });
    const ofRun = told.filter((event) => event.kind === 'flow-run.state' && event.run.id === id);
    expect(ofRun.map((event) => event.id)).toEqual(states.slice(1).map((state) => state.id));
  }
  // Of all runs: what was committed before another transaction began comes before what that one wrote.
  for (const earlier of committed)
    for (const later of committed)
      if (earlier.ended < later.began)
        expect(names.lastIndexOf(earlier.name)).toBeLessThan(names.indexOf(later.name));
});
