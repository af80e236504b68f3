import { deploy, type TestApp, testApp } from '@carillon/testing';
import { describe, expect, test } from 'vitest';

const absent = '00000000-0000-7000-8000-00000000dead';
const notFound = (name: string) => ({ cause: { code: 'FLOW_NOT_FOUND', data: { name } } });

const countOf = (
  app: TestApp,
  table: 'deployment' | 'deployment_schedule' | 'flow_run' | 'flow_run_state' | 'log',
) => app.read(async ({ db }) => (await db.selectFrom(table).select('id').execute()).length);

describe('a flow', () => {
  test('is made once for its name, and stays as it was made', async () => {
    await using app = await testApp();
    const tags = ['b', 'a', 'b'];
    const made = await app.caller.flows.create({ name: 'report', tags, labels: { team: 'data' } });
    const now = app.clock.now();
    expect(made).toEqual({
      created: true,
      flow: { id: made.flow.id, created: now, updated: now, name: 'report', tags, labels: { team: 'data' } },
    });
    app.clock.advance(1000);
    const again = await app.caller.flows.create({ name: 'report', tags: ['other'], labels: null });
    expect(again).toEqual({ created: false, flow: made.flow });
    expect((await app.caller.flows.create({ name: 'Report', labels: null })).flow.labels).toEqual({});
  });

  test('is made once by many at once', async () => {
    await using app = await testApp();
    const made = await Promise.all(
      Array.from({ length: 8 }, () => app.caller.flows.create({ name: 'report' })),
    );
    expect(new Set(made.map(({ flow }) => flow.id)).size).toBe(1);
    expect(made.filter(({ created }) => created)).toHaveLength(1);
  });

  test('is read by its id and by its exact name', async () => {
    await using app = await testApp();
    const { flow } = await app.caller.flows.create({ name: 'report' });
    expect(await app.caller.flows.read({ id: flow.id })).toEqual(flow);
    expect(await app.caller.flows.read({ id: flow.id.toUpperCase() })).toEqual(flow);
    expect(await app.caller.flows.readByName({ name: 'report' })).toEqual(flow);
    await expect(app.caller.flows.read({ id: absent })).rejects.toMatchObject(notFound(absent));
    await expect(app.caller.flows.readByName({ name: 'REPORT' })).rejects.toMatchObject(notFound('REPORT'));
  });

  test.each(['', 'a/b', 'a%b', 'a&b', 'a<b', 'a>b', 'nul\u0000'])('cannot be called %j', async (name) => {
    await using app = await testApp();
    await expect(app.caller.flows.create({ name })).rejects.toMatchObject({
      cause: { code: 'INPUT_INVALID' },
    });
  });

  test('changes its tags, and nothing when nothing is named', async () => {
    await using app = await testApp();
    const { flow } = await app.caller.flows.create({ name: 'report', tags: ['a'] });
    app.clock.advance(1000);
    await app.caller.flows.update({ id: flow.id });
    expect(await app.caller.flows.read({ id: flow.id })).toEqual(flow);
    await app.caller.flows.update({ id: flow.id, tags: ['b'] });
    expect(await app.caller.flows.read({ id: flow.id })).toEqual({
      ...flow,
      tags: ['b'],
      updated: app.clock.now(),
    });
    await expect(app.caller.flows.update({ id: absent, tags: [] })).rejects.toMatchObject(notFound(absent));
    await expect(app.caller.flows.update({ id: absent })).rejects.toMatchObject(notFound(absent));
  });

  test('takes its deployments, schedules, limits, runs and their logs with it, and nothing of another', async () => {
    await using app = await testApp();
    const schedules = [{ schedule: { kind: 'cron' as const, cron: '0 9 * * *' } }];
    const { flowId } = await deploy(app, { schedules, concurrencyLimit: 2 });
    const { flowId: otherId, deploymentId: other } = await deploy(app, {
      flowName: 'other',
      schedules,
      concurrencyLimit: 1,
    });
    const runOf = async (id: string) => (await app.caller.flowRuns.create({ flowId: id })).run.id;
    const line = { name: 'flow', level: 20, message: 'hello', timestamp: app.clock.now() };
    await app.caller.logs.create({
      logs: [
        { ...line, flowRunId: await runOf(flowId) },
        { ...line, flowRunId: await runOf(otherId) },
      ],
    });
    const plannedOfOther = (await app.caller.deployments.scheduledRuns({ deploymentIds: [other] })).length;
    expect(plannedOfOther).toBeGreaterThan(0);

    await app.caller.flows.delete({ id: flowId });

    expect(await countOf(app, 'deployment')).toBe(1);
    expect(await countOf(app, 'deployment_schedule')).toBe(1);
    expect(await countOf(app, 'flow_run')).toBe(plannedOfOther + 1);
    expect(await countOf(app, 'flow_run_state')).toBe(plannedOfOther + 1);
    expect(await countOf(app, 'log')).toBe(1);
    const limits = await app.read(({ db }) => db.selectFrom('concurrency_limit').select('name').execute());
    expect(limits).toEqual([{ name: `deployment:${other}` }]);
    await expect(app.caller.flows.delete({ id: flowId })).rejects.toMatchObject(notFound(flowId));
  });
});

describe('lists of flows', () => {
  const make = async (app: TestApp, names: string[]): Promise<void> => {
    for (const name of names) {
      await app.caller.flows.create({ name });
      app.clock.advance(1000);
    }
  };
  const names = (flows: { name: string }[]): string[] => flows.map(({ name }) => name);

  test('are sorted by name, by code points, or by when a flow was made or changed', async () => {
    await using app = await testApp();
    await make(app, ['b', 'a', 'Z', 'ä', '10']);
    const { flow } = await app.caller.flows.create({ name: 'a' });
    await app.caller.flows.update({ id: flow.id, tags: ['new'] });
    const sorted = async (sort: 'NAME_ASC' | 'NAME_DESC' | 'CREATED_DESC' | 'UPDATED_DESC') =>
      names((await app.caller.flows.list({ sort })).results);
    expect(await sorted('NAME_ASC')).toEqual(['10', 'Z', 'a', 'b', 'ä']);
    expect(await sorted('NAME_DESC')).toEqual(['ä', 'b', 'a', 'Z', '10']);
    expect(await sorted('CREATED_DESC')).toEqual(['10', 'ä', 'Z', 'a', 'b']);
    expect(await sorted('UPDATED_DESC')).toEqual(['a', '10', 'ä', 'Z', 'b']);
  });

  test('go on where a page ended, by any sort, and are counted', async () => {
    await using app = await testApp();
    await make(app, ['a', 'b', 'c', 'd', 'e']);
    for (const sort of ['NAME_ASC', 'NAME_DESC', 'CREATED_DESC', 'UPDATED_DESC'] as const) {
      const all = names((await app.caller.flows.list({ sort })).results);
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await app.caller.flows.list({ sort, limit: 2, cursor });
        seen.push(...names(page.results));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(seen).toEqual(all);
    }
    const { results, ...counts } = await app.caller.flows.paginate({ limit: 2, page: 3 });
    expect(names(results)).toEqual(['e']);
    expect(counts).toEqual({ count: 5, limit: 2, pages: 3, page: 3 });
    expect(await app.caller.flows.count({ flows: { name: { any: ['a', 'e', 'f'] } } })).toBe(2);
  });
});
