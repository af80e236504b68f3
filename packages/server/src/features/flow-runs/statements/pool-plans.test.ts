import { explain, type PlanNode, type TestApp, testApp } from '@carillon/testing';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../database/id.ts';
import { countPoolSlots } from '../../work-pools/statements/count-pool-slots.ts';
import { countQueueSlots } from '../../work-pools/statements/count-queue-slots.ts';
import { readSlotHolders } from '../../work-pools/statements/read-slot-holders.ts';
import { claimPoolRuns } from './claim-pool-runs.ts';
import { readDueLanes } from './read-due-lanes.ts';
import { readNextQueueDue } from './read-next-queue-due.ts';
import { readQueuedRuns } from './read-queued-runs.ts';
import { readWatermarks } from './read-watermarks.ts';

const queues = 5;
const deployments = 500;
const runs = 100_000;

/** Many deployments in the queues of one pool with many runs: ended ones, future ones, a backlog of due ones, a few live. */
const seed = async (app: TestApp): Promise<string[]> => {
  const { caller } = app;
  await caller.workPools.create({ name: 'docker', type: 'docker', concurrencyLimit: 1000 });
  const queueIds: string[] = [];
  for (let queue = 1; queue <= queues; queue += 1) {
    const made = await caller.workPools.queues.create({ workPoolName: 'docker', name: `q${queue}` });
    queueIds.push(made.id);
  }
  await app.run(async ({ db, now }) => {
    await sql`insert into flow (id, created, updated, name, tags, labels)
      values ('00000000-0000-7000-8000-000000000001', ${now}, ${now}, 'report', '{}', '{}')`.execute(db);
    await sql`insert into deployment (id, created, updated, name, flow_id, paused, job_variables, parameters,
        enforce_parameter_schema, run_policy, tags, labels, status, work_queue_id)
      select gen_random_uuid(), ${now}::timestamptz, ${now}::timestamptz, 'd' || i,
        '00000000-0000-7000-8000-000000000001', false, '{}', '{}', true, '{}', '{}', '{}', 'READY',
        (${queueIds}::uuid[])[1 + i % ${queues}::int]
      from generate_series(1, ${deployments}) i`.execute(db);
    await sql`insert into flow_run (id, created, updated, name, flow_id, deployment_id, work_queue_id, parameters, context,
        empirical_policy, tags, labels, state_id, state_type, state_name, state_timestamp, state_details, run_count,
        next_scheduled_start_time, start_time, end_time, total_run_time, auto_scheduled)
      select gen_random_uuid(), ${now}::timestamptz, ${now}::timestamptz, 'r', d.flow_id, d.id, d.work_queue_id, '{}', '{}',
        '{}', '{}', '{}', gen_random_uuid(), type, type, ${now}::timestamptz, '{}', 0,
        case type when 'SCHEDULED' then ${now}::timestamptz - interval '50 minutes' + i * interval '1 minute' end,
        case type when 'COMPLETED' then ${now}::timestamptz end, case type when 'COMPLETED' then ${now}::timestamptz end,
        0, true
      from (select *, row_number() over () as n from deployment) d
      cross join generate_series(1, ${runs / deployments}) i
      cross join lateral (
        select case when (i + n) % 100 = 0 then 'RUNNING' when (i + n) % 2 = 0 then 'COMPLETED' else 'SCHEDULED' end as type
      ) state`.execute(db);
    await sql`analyze deployment`.execute(db);
  });
  await app.read(({ db }) => sql`vacuum (analyze) flow_run`.execute(db));
  return queueIds;
};

let app: TestApp;
let queueIds: string[];

beforeAll(async () => {
  app = await testApp({ config: { statementTimeoutSeconds: 120 } });
  queueIds = await seed(app);
  return () => app[Symbol.asyncDispose]();
}, 180_000);

const plan = (statement: Parameters<typeof explain>[1]): Promise<PlanNode[]> =>
  app.read(({ db }) => explain(db, statement));
/** The indexes of runs that are used, each once, and any reading of all of them. */
const indexes = (nodes: PlanNode[]): string[] => [
  ...new Set(
    nodes.flatMap(({ type, table, index }) =>
      index?.startsWith('flow_run_') ? index : table === 'flow_run' && type === 'Seq Scan' ? type : [],
    ),
  ),
];

const lanesOf = async () => {
  const due = await app.read(({ db }) => readDueLanes(db, { queueIds, now: app.clock.now() }));
  return due.map((lane) => ({ ...lane, priority: queueIds.indexOf(lane.queue_id), queue_free: null }));
};

const claimOf = (lanes: Awaited<ReturnType<typeof lanesOf>>, limit: number) => {
  const now = app.clock.now();
  return {
    now,
    stateIds: Array.from({ length: limit }, () => newId(now)),
    leaseExpiresAt: now,
    holder: { id: newId(now), name: 'one' },
    actor: null,
    slots: [],
    lanes,
  };
};

describe('of 100,000 runs in a pool', () => {
  test('the lanes with due runs are stepped through by their index, one entry each', async () => {
    const nodes = await plan((db) => readDueLanes(db, { queueIds, now: app.clock.now() }));
    expect(indexes(nodes).sort()).toEqual(['flow_run_due_queue_index', 'flow_run_lane_index']);
    expect(await lanesOf()).toHaveLength(deployments);
  });

  test.each([1, 20, 200])(
    'a claim of %i reads as many entries of its lanes as it may take',
    async (limit) => {
      const claim = claimOf(await lanesOf(), limit);
      const nodes = await plan((db) => claimPoolRuns(db, claim));
      expect(indexes(nodes).sort()).toEqual(['flow_run_lane_index', 'flow_run_pkey']);
    },
  );

  test('slots are counted, and their holders read, among the live runs alone', async () => {
    const { id } = await app.caller.workPools.read({ name: 'docker' });
    const read = { queueIds, now: app.clock.now(), limit: 10 };
    const used = [
      ...indexes(await plan((db) => countQueueSlots(db, queueIds))),
      ...indexes(await plan((db) => countPoolSlots(db, [id]))),
      ...indexes(await plan((db) => readSlotHolders(db, read))),
    ];
    // Where few runs are live at all, it is as quick to look at all of them as at those of each queue.
    const ofLiveRuns = ['flow_run_lane_index', 'flow_run_holding_index', 'flow_run_state_index'];
    expect(used.filter((index) => !ofLiveRuns.includes(index))).toEqual([]);
  });

  test('the next due instant is two probes of an index for each queue', async () => {
    const nodes = await plan((db) => readNextQueueDue(db, { queueIds, now: app.clock.now() }));
    expect(nodes.filter(({ index }) => index === 'flow_run_due_queue_index')).toHaveLength(2);
    expect(indexes(nodes)).toEqual(['flow_run_due_queue_index']);
  });

  test('a plain read walks the queues by time, and a look for changes takes one entry of each', async () => {
    const open = queueIds.map((id, priority) => ({ id, priority, free: 10 }));
    const read = await plan((db) =>
      readQueuedRuns(db, { queues: open, after: null, before: null, limit: 200 }),
    );
    expect(indexes(read)).toEqual(['flow_run_due_queue_index']);
    const looked = indexes(await plan((db) => readWatermarks(db, queueIds)));
    expect(looked).toContain('flow_run_due_queue_index');
    expect(looked).not.toContain('Seq Scan');
  });

  test('claims come one after the other until nothing is due', async () => {
    const seen = new Set<string>();
    for (let claims = 0; claims < 5; claims += 1) {
      const claim = claimOf(await lanesOf(), 200);
      const claimed = await app.run(({ db }) => claimPoolRuns(db, claim));
      expect(claimed).toHaveLength(200);
      for (const { id, due_at } of claimed) {
        expect(due_at.getTime()).toBeLessThanOrEqual(app.clock.now().getTime());
        seen.add(id);
      }
    }
    expect(seen.size).toBe(1000);
  });
});
