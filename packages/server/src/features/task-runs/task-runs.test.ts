import { randomUUID } from 'node:crypto';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';

type Create = Parameters<TestApp['caller']['taskRuns']['create']>[0];

const flowRun = async (app: TestApp, labels: Record<string, string> = {}) => {
  const { flowId } = await deploy(app);
  const { run } = await app.caller.flowRuns.create({ flowId, labels, state: { type: 'RUNNING' } });
  return run.id;
};

const make = (app: TestApp, input: Partial<Create> = {}) =>
  app.caller.taskRuns.create({ taskKey: 'load', dynamicKey: '0', ...input });

const set = (app: TestApp, id: string, type: 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED', more = {}) =>
  app.caller.taskRuns.setState({ id, state: { type, ...more } });

describe('a task run', () => {
  test('starts Pending, named by two words, with the labels of its flow run', async () => {
    await using app = await testApp();
    const flowRunId = await flowRun(app, { team: 'data', env: 'test' });
    const { run, created } = await make(app, { flowRunId, labels: { env: 'own' } });
    expect(created).toBe(true);
    expect(run).toMatchObject({
      name: expect.stringMatching(/^[a-z]+-[a-z]+$/),
      stateName: 'Pending',
      runCount: 0,
      expectedStartTime: app.clock.now(),
      labels: { team: 'data', env: 'own', 'prefect.flow-run.id': flowRunId },
      state: { stateDetails: { flowRunId, taskRunId: run.id } },
    });
  });

  test('starts in whatever state it is given, with data too, in a flow run of any state', async () => {
    await using app = await testApp();
    const flowRunId = await flowRun(app);
    await app.caller.flowRuns.setState({ id: flowRunId, state: { type: 'CANCELLED' } });
    const done = await make(app, { flowRunId, state: { type: 'COMPLETED', data: { type: 'literal' } } });
    expect(done.run.state).toMatchObject({ type: 'COMPLETED', data: { type: 'literal' } });
    const begun = await make(app, { flowRunId, dynamicKey: '1', state: { type: 'RUNNING' } });
    expect(begun.run).toMatchObject({ runCount: 1, flowRunRunCount: 0 });
  });

  test('is one for its keys, within a flow run and outside, whoever comes at once', async () => {
    await using app = await testApp();
    for (const flowRunId of [await flowRun(app), null]) {
      const all = await Promise.all(Array.from({ length: 12 }, () => make(app, { flowRunId })));
      expect(all.filter(({ created }) => created)).toHaveLength(1);
      expect(new Set(all.map(({ run }) => run.id)).size).toBe(1);
      const [first] = all;
      const again = await make(app, { flowRunId, name: 'ignored', tags: ['ignored'] });
      expect(again.run).toMatchObject({ id: first?.run.id, name: first?.run.name, tags: [] });
    }
  });

  test('keeps the id that it is given, unless that is another’s', async () => {
    await using app = await testApp();
    const id = randomUUID();
    expect((await make(app, { id })).run.id).toBe(id);
    await expect(make(app, { id, dynamicKey: '1' })).rejects.toMatchObject({ cause: { code: 'ID_TAKEN' } });
    const nobody = randomUUID();
    await expect(make(app, { flowRunId: nobody })).rejects.toThrow(/There is no flow run/);
  });

  test('takes older words for its retries', async () => {
    await using app = await testApp();
    const { run } = await make(app, { empiricalPolicy: { maxRetries: 3, retryDelaySeconds: 5 } });
    expect(run.empiricalPolicy).toMatchObject({ retries: 3, retryDelay: 5 });
  });

  test('gets a new name by null or nothing, and keeps it otherwise', async () => {
    await using app = await testApp();
    const { run } = await make(app, { name: 'mine' });
    const renamed = async (change: { name?: string | null }) => {
      await app.caller.taskRuns.update({ id: run.id, ...change });
      return (await app.caller.taskRuns.read({ id: run.id })).name;
    };
    expect(await renamed({})).toBe('mine');
    expect(await renamed({ name: 'yours' })).toBe('yours');
    expect(await renamed({ name: null })).toMatch(/^[a-z]+-[a-z]+$/);
    await expect(app.caller.taskRuns.update({ id: randomUUID(), name: 'x' })).rejects.toThrow(
      /There is no task run/,
    );
  });

  test('is begun by one caller at a time: twelve at once are twelve attempts, each in the history', async () => {
    await using app = await testApp();
    const { run } = await make(app);
    await Promise.all(Array.from({ length: 12 }, () => set(app, run.id, 'RUNNING')));
    expect(await app.caller.taskRuns.read({ id: run.id })).toMatchObject({ runCount: 12 });
    const states = await app.caller.taskRuns.states({ id: run.id });
    expect(states).toHaveLength(13);
    expect(new Set(states.map(({ timestamp }) => timestamp.getTime())).size).toBe(13);
  });

  test('answers a repeated proposal as it answered the first, and does not change', async () => {
    await using app = await testApp();
    const { run } = await make(app);
    const again = { stateDetails: { transitionId: randomUUID() } };
    const first = await set(app, run.id, 'RUNNING', again);
    expect(await set(app, run.id, 'RUNNING', again)).toEqual(first);
    await set(app, run.id, 'COMPLETED');
    expect(await set(app, run.id, 'RUNNING', again)).toEqual(first);
    expect(await app.caller.taskRuns.states({ id: run.id })).toHaveLength(3);
  });

  test('goes with its history and its log; a flow run that it stands for stays', async () => {
    await using app = await testApp();
    const flowRunId = await flowRun(app);
    const { run } = await make(app, { flowRunId });
    const { results } = await app.caller.flows.list({});
    const child = await app.caller.flowRuns.create({
      flowId: results[0]?.id ?? '',
      parentTaskRunId: run.id,
    });
    await app.caller.logs.create({
      logs: [{ name: 't', level: 20, message: 'm', timestamp: app.clock.now(), taskRunId: run.id }],
    });
    await app.caller.taskRuns.delete({ id: run.id });
    await expect(app.caller.taskRuns.read({ id: run.id })).rejects.toThrow(/There is no task run/);
    await expect(app.caller.taskRuns.delete({ id: run.id })).rejects.toThrow(/There is no task run/);
    expect(await app.caller.taskRuns.states({ id: run.id })).toEqual([]);
    expect((await app.caller.logs.list({})).results).toEqual([]);
    expect(await app.caller.flowRuns.read({ id: child.run.id })).toMatchObject({ parentTaskRunId: null });
    await app.caller.flowRuns.setState({ id: child.run.id, state: { type: 'RUNNING' } });
  });
});

describe('a result that is kept under a cache key', () => {
  const cached = (cacheKey: string, more = {}) => ({ stateDetails: { cacheKey, ...more } });
  const attempt = async (app: TestApp, dynamicKey: string, more = {}) => {
    const { run } = await make(app, { dynamicKey });
    return set(app, run.id, 'RUNNING', cached('k', more));
  };
  const keep = async (app: TestApp, dynamicKey: string, data: unknown, more = {}) => {
    const { run } = await make(app, { dynamicKey });
    await set(app, run.id, 'COMPLETED', { data, ...cached('k', more) });
    return run.id;
  };

  test('takes the place of running, until it expires or is to be refreshed', async () => {
    await using app = await testApp();
    expect(await attempt(app, 'first')).toMatchObject({ status: 'ACCEPT' });
    const cacheExpiration = new Date(app.clock.now().getTime() + 60_000);
    await keep(app, 'source', { n: 1 }, { cacheExpiration });
    expect(await attempt(app, 'second')).toMatchObject({
      status: 'REJECT',
      state: { type: 'COMPLETED', name: 'Cached', data: { n: 1 } },
    });
    expect(await attempt(app, 'third', { refreshCache: true })).toMatchObject({ status: 'ACCEPT' });
    app.clock.advance(60_000);
    expect(await attempt(app, 'fourth')).toMatchObject({ status: 'ACCEPT' });
  });

  test('is the newest there is: an older one again once that has gone with its task run', async () => {
    await using app = await testApp();
    await keep(app, 'older', { n: 1 });
    app.clock.advance(1000);
    const newer = await keep(app, 'newer', { n: 2 });
    expect(await attempt(app, 'a')).toMatchObject({ state: { data: { n: 2 } } });
    await app.caller.taskRuns.delete({ id: newer });
    expect(await attempt(app, 'b')).toMatchObject({ state: { data: { n: 1 } } });
  });

  test('is not one that was forced, nor one under a key that is too long', async () => {
    await using app = await testApp();
    const { run } = await make(app);
    await app.caller.taskRuns.setState({
      id: run.id,
      state: { type: 'COMPLETED', data: 1, ...cached('k') },
      force: true,
    });
    expect(await attempt(app, 'second')).toMatchObject({ status: 'ACCEPT' });
    const long = await make(app, { dynamicKey: 'long' });
    expect(await set(app, long.run.id, 'COMPLETED', { data: 1, ...cached('k'.repeat(2001)) })).toMatchObject({
      status: 'ACCEPT',
    });
  });
});

describe('lists of task runs', () => {
  const seeded = async (app: TestApp) => {
    const flowRunId = await flowRun(app);
    for (const [number, tags] of [['a'], ['a', 'b'], []].entries()) {
      const { run } = await make(app, { flowRunId, dynamicKey: `${number}`, name: `load-${number}`, tags });
      app.clock.advance(1000);
      if (number > 0) await set(app, run.id, 'RUNNING');
    }
    await make(app, { name: 'lone' });
    return flowRunId;
  };

  test('are filtered, sorted, paged by cursor and by number, and counted', async () => {
    await using app = await testApp();
    const flowRunId = await seeded(app);
    const names = async (input: Parameters<TestApp['caller']['taskRuns']['list']>[0]) =>
      (await app.caller.taskRuns.list(input)).results.map(({ name }) => name);
    const ofRun = { flowRuns: { id: { any: [flowRunId] } } };
    expect(await names({ ...ofRun, sort: 'NAME_ASC' })).toEqual(['load-0', 'load-1', 'load-2']);
    expect(await names({ ...ofRun, sort: 'DURATION_DESC', limit: 1 })).toEqual(['load-1']);
    expect(await names({ taskRuns: { tags: { all: ['a', 'b'] } } })).toEqual(['load-1']);
    expect(await names({ taskRuns: { flowRunId: { isNull: true } } })).toEqual(['lone']);
    expect(await names({ taskRuns: { startTime: { isNull: true } }, sort: 'NAME_ASC' })).toEqual([
      'load-0',
      'lone',
    ]);
    expect(await names({ flows: {}, deployments: {} })).toEqual([]);
    expect(await names({ flows: {}, sort: 'NAME_DESC', offset: 2 })).toEqual(['load-0']);

    for (const sort of ['ID_DESC', 'EXPECTED_START_TIME_ASC', 'END_TIME_DESC', 'DURATION_ASC'] as const) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<TestApp['caller']['taskRuns']['list']>> =
          await app.caller.taskRuns.list({ sort, limit: 1, cursor });
        seen.push(...page.results.map(({ name }) => name));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(seen.toSorted()).toEqual(['load-0', 'load-1', 'load-2', 'lone']);
    }
    expect(
      await app.caller.taskRuns.paginate({ ...ofRun, sort: 'NAME_ASC', limit: 2, page: 2 }),
    ).toMatchObject({
      results: [{ name: 'load-2' }],
      count: 3,
      pages: 2,
    });
    expect(await app.caller.taskRuns.count(ofRun)).toBe(3);
    expect(await app.caller.deployments.count({ taskRuns: {} })).toBe(0);
    expect(await app.caller.flowRuns.count({ taskRuns: { name: { like: 'LOAD' } } })).toBe(1);
  });

  test('are counted by state and time', async () => {
    await using app = await testApp();
    await seeded(app);
    const history = await app.caller.taskRuns.history({
      historyStart: new Date('2026-01-05T00:00:00Z'),
      historyEnd: new Date('2026-01-05T00:01:00Z'),
      historyIntervalSeconds: 60,
      taskRuns: { flowRunId: {} },
    });
    expect(history).toMatchObject([
      {
        states: [
          { stateName: 'Pending', countRuns: 1 },
          { stateName: 'Running', countRuns: 2 },
        ],
      },
    ]);
  });
});
