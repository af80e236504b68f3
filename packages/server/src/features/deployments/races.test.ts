import { between, isDomainError, runnerId, schedule as scheduleSchema } from '@carillon/core';
import { createTestDatabase, type TestApp } from '@carillon/testing';
import { expect, test } from 'vitest';
import { choices, deadlocksIn, servers, settle } from '../../../fixtures/many-servers.ts';

const minute = 60_000;
const rules = ['*/5 * * * *', '*/7 * * * *', '1-59/4 * * * *', '0 * * * *'];

type Model = {
  name: string;
  id: string;
  rule: string;
  tag: string;
  active: boolean;
  paused: boolean;
  deleted: boolean;
};

/** Carries out one random operation, and notes in the model what is so once it is over. */
const operate = async (
  { caller }: TestApp,
  flowId: string,
  model: Model,
  choose: ReturnType<typeof choices>,
) => {
  const { deployments } = caller;
  const restate = async () => {
    const { deployment } = await deployments.create({
      flowId,
      name: model.name,
      tags: [model.tag],
      schedules: [{ schedule: { kind: 'cron', cron: model.rule }, slug: 'only', active: model.active }],
    });
    Object.assign(model, { id: deployment.id, paused: deployment.paused, deleted: false });
  };
  const edit = async (change: Partial<Model>) => {
    const [schedule] = await deployments.schedules.list({ deploymentId: model.id });
    if (schedule === undefined) return;
    Object.assign(model, change);
    await deployments.schedules.update({
      deploymentId: model.id,
      scheduleId: schedule.id,
      active: model.active,
      schedule: { kind: 'cron', cron: model.rule },
    });
  };
  if (model.deleted) return restate();
  switch (choose(['pause', 'resume', 'redeploy', 'retag', 'edit', 'update', 'toggle', 'delete', 'nothing'])) {
    case 'pause':
      await deployments.pause({ id: model.id });
      model.paused = true;
      return;
    case 'resume':
      await deployments.resume({ id: model.id });
      model.paused = false;
      return;
    case 'redeploy':
      model.rule = choose(rules);
      return restate();
    case 'retag':
      model.tag = choose(['a', 'b', 'c']);
      return restate();
    case 'edit':
      return edit({ rule: choose(rules) });
    case 'update':
      model.rule = choose(rules);
      await deployments.update({
        id: model.id,
        schedules: [{ slug: 'only', schedule: { kind: 'cron', cron: model.rule } }],
      });
      return;
    case 'toggle':
      return edit({ active: !model.active });
    case 'delete':
      await deployments.delete({ id: model.id });
      model.deleted = true;
      return;
  }
};

const runner = { id: runnerId.parse('0195f2a0-0000-7000-8000-000000000001'), name: 'one' };

test('eight servers refill and claim while deployments are restated, edited, paused and deleted: nothing is doubled, lost, or started of what is gone', async () => {
  const seed = 20_260_105;
  await using database = await createTestDatabase();
  {
    await using stage = await servers(8, database.url);
    const { apps, clock } = stage;
    const [first] = apps;
    if (first === undefined) throw new Error('there is no server');
    const choose = choices(seed);
    const { flow } = await first.caller.flows.create({ name: 'report' });
    const models: Model[] = Array.from({ length: 12 }, (_, index) => ({
      name: `d${index}`,
      id: '',
      rule: choose(rules),
      tag: 'a',
      active: true,
      paused: false,
      deleted: true,
    }));
    await Promise.all(models.map((model) => operate(first, flow.id, model, choose)));
    const everyId = new Set(models.map(({ id }) => id));
    const claimed = new Map<string, number>();

    const claimAll = async (app: TestApp): Promise<void> => {
      const dead = new Set(models.flatMap(({ id, deleted, paused }) => (deleted || paused ? id : [])));
      const { runs } = await app.caller.flowRuns.claim({ runner, deploymentIds: [...everyId], limit: 20 });
      for (const { run } of runs) {
        claimed.set(run.id, (claimed.get(run.id) ?? 0) + 1);
        const { id, deleted, paused } = models.find((model) => model.id === run.deploymentId) ?? {};
        if (id !== undefined && dead.has(id) && (deleted || paused))
          throw new Error(`run ${run.name} of a deployment that is paused or gone was started`);
      }
      if (runs.length > 0) await claimAll(app);
    };

    for (let round = 0; round < 15; round += 1) {
      clock.advance(choose([4, 9, 21, 40]) * minute);
      await Promise.all([
        ...apps.map(settle),
        ...apps.slice(0, 4).map(claimAll),
        ...models.map((model, index) => operate(apps[index % 8] ?? first, flow.id, model, choose)),
      ]);
      for (const { id } of models) everyId.add(id);
      await settle(first);
      const planned = await first.read(({ db }) =>
        db
          .selectFrom('flow_run')
          .leftJoin('deployment_schedule', 'deployment_schedule.id', 'flow_run.schedule_id')
          .select([
            'flow_run.deployment_id',
            'flow_run.nominal_start',
            'flow_run.tags',
            'deployment_schedule.id',
          ])
          .where('state_type', '=', 'SCHEDULED')
          .where('next_scheduled_start_time', '>', clock.now())
          .orderBy('nominal_start')
          .execute(),
      );
      const begin = clock.now().getTime();
      for (const model of models) {
        const runs = planned.filter((run) => run.deployment_id === model.id);
        const starts = runs.map((run) => run.nominal_start?.getTime() ?? 0);
        const rule = scheduleSchema.parse({ kind: 'cron', cron: model.rule });
        const runsAtAll = !model.deleted && !model.paused && model.active;
        const told = `seed ${seed}, round ${round}, ${JSON.stringify(model)}`;
        // Without a gap and without a double, by the rule and with the tag that hold now, and far enough ahead.
        expect(starts, told).toEqual(runsAtAll ? between(rule, begin + 1, starts.at(-1) ?? begin) : []);
        expect(starts.length >= 3, told).toBe(runsAtAll);
        expect(
          runs.every(({ id, tags }) => id !== null && tags.includes(model.tag)),
          told,
        ).toBe(true);
      }
    }
    expect([...claimed.values()].every((times) => times === 1)).toBe(true);
    expect(claimed.size).toBeGreaterThan(50);
  }
  expect(await deadlocksIn(database.url)).toBe(0);
});

test('changes of one deployment from eight servers at once end in one of them, without a deadlock', async () => {
  await using database = await createTestDatabase();
  {
    await using stage = await servers(8, database.url);
    const { apps, clock } = stage;
    const [first] = apps;
    if (first === undefined) throw new Error('there is no server');
    const choose = choices(7);
    const { flow } = await first.caller.flows.create({ name: 'report' });
    await first.caller.workPools.create({ name: 'p', type: 'process' });
    const state = (app: TestApp) =>
      app.caller.deployments.create({
        flowId: flow.id,
        name: 'daily',
        tags: [choose(['a', 'b'])],
        workPoolName: choose([null, 'p']),
        workQueueName: choose([null, 'fast']),
        concurrencyLimit: choose([null, 1, 2]),
        schedules: rules.flatMap((cron, index) =>
          choose([true, true, false]) ? { schedule: { kind: 'cron' as const, cron }, slug: `s${index}` } : [],
        ),
      });
    const expected = new Set(['DEPLOYMENT_NOT_FOUND', 'SCHEDULE_NOT_FOUND', 'SLUG_TAKEN', 'SLUG_MISSING']);
    const tolerate = (error: unknown): void => {
      const cause = error instanceof Error ? error.cause : undefined;
      if (!isDomainError(cause) || !expected.has(cause.code)) throw error;
    };
    const { deployment } = await state(first);
    let { id } = deployment;
    const work = async (app: TestApp): Promise<void> => {
      const { deployments } = app.caller;
      for (let step = 0; step < 12; step += 1) {
        const [schedule] = await deployments.schedules.list({ deploymentId: id }).catch(() => []);
        const at = { deploymentId: id, scheduleId: schedule?.id ?? id };
        const action = choose<() => Promise<unknown>>([
          () => state(app),
          () => state(app),
          async () =>
            ({
              deployment: { id },
            } = await state(app)),
          () => deployments.update({ id, parameters: { step }, concurrencyLimit: choose([null, 3]) }),
          () => deployments.pause({ id }),
          () => deployments.resume({ id }),
          () => deployments.schedule({ id, minRuns: 4 }),
          () => deployments.schedules.update({ ...at, active: choose([true, false]) }),
          () => deployments.schedules.delete(at),
          () =>
            deployments.schedules.create({
              deploymentId: id,
              schedules: [{ schedule: { kind: 'cron', cron: '9 * * * *' } }],
            }),
          () => app.caller.flowRuns.claim({ runner, deploymentIds: [id], limit: 5 }),
          () => settle(app),
          () => choose([() => deployments.delete({ id }), () => state(app)])(),
        ]);
        await action().catch(tolerate);
      }
    };
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(apps.map(work));
      clock.advance(13 * minute);
    }
    const last = await state(first);
    await first.caller.deployments.resume({ id: last.deployment.id });
    expect(await first.caller.deployments.count({})).toBe(1);
    const runs = await first.read(({ db }) =>
      db.selectFrom('flow_run').select(['schedule_id', 'nominal_start']).execute(),
    );
    expect(new Set(runs.map((run) => JSON.stringify(run))).size).toBe(runs.length);
  }
  expect(await deadlocksIn(database.url)).toBe(0);
});

test('a flow that goes while its deployments are restated, planned and claimed leaves nothing, without a deadlock', async () => {
  await using database = await createTestDatabase();
  {
    await using stage = await servers(8, database.url);
    const { apps, clock } = stage;
    const choose = choices(11);
    const unknown = new Set(['FLOW_NOT_FOUND', 'DEPLOYMENT_NOT_FOUND', 'SCHEDULE_NOT_FOUND']);
    const work = async (app: TestApp): Promise<void> => {
      for (let step = 0; step < 15; step += 1) {
        const { flow } = await app.caller.flows.create({ name: 'report' });
        const state = () =>
          app.caller.deployments.create({
            flowId: flow.id,
            name: choose(['a', 'b', 'c']),
            concurrencyLimit: choose([null, 1]),
            schedules: [
              { schedule: { kind: 'cron', cron: choose(rules) }, slug: 'only' },
              { schedule: { kind: 'interval', interval: 60 } },
            ],
          });
        const action = choose<() => Promise<unknown>>([
          state,
          state,
          () => settle(app),
          () => app.caller.flows.delete({ id: flow.id }),
        ]);
        await action().catch((error: unknown) => {
          const cause = error instanceof Error ? error.cause : undefined;
          if (!isDomainError(cause) || !unknown.has(cause.code)) throw error;
        });
      }
    };
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(apps.map(work));
      clock.advance(90 * minute);
    }
    const [first] = apps;
    const { flow } = (await first?.caller.flows.create({ name: 'report' })) ?? {};
    if (flow !== undefined) await first?.caller.flows.delete({ id: flow.id });
    const left = await first?.read(async ({ db }) => [
      await db.selectFrom('flow_run').select('id').execute(),
      await db.selectFrom('deployment_schedule').select('id').execute(),
      await db.selectFrom('concurrency_limit').select('id').execute(),
    ]);
    expect(left).toEqual([[], [], []]);
  }
  expect(await deadlocksIn(database.url)).toBe(0);
});
