import { explain, type PlanNode, type TestApp, testApp } from '@carillon/testing';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../../database/id.ts';
import { claimDueRuns } from './claim-due-runs.ts';
import { lockExpiredLeases } from './lock-expired-leases.ts';
import { readNextDue } from './read-next-due.ts';
import { readScheduledRuns } from './read-scheduled-runs.ts';
import { readWatermarks } from './read-watermarks.ts';
import { renewLeases } from './renew-leases.ts';

const deployments = 1000;
const runs = 100_000;

/** Many deployments with many future runs, a few of them due, a few claimed. */
const seed = (app: TestApp): Promise<string[]> =>
  app.run(async ({ db, now }) => {
    await sql`insert into flow (id, created, updated, name, tags, labels)
      values ('00000000-0000-7000-8000-000000000001', ${now}, ${now}, 'report', '{}', '{}')`.execute(db);
    await sql`insert into deployment (id, created, updated, name, flow_id, paused, job_variables, parameters,
        enforce_parameter_schema, run_policy, tags, labels, status)
      select gen_random_uuid(), ${now}::timestamptz, ${now}::timestamptz, 'd' || i,
        '00000000-0000-7000-8000-000000000001', false, '{}', '{}', true, '{}', '{}', '{}', 'READY'
      from generate_series(1, ${deployments}) i`.execute(db);
    await sql`insert into flow_run (id, created, updated, name, flow_id, deployment_id, parameters, context,
        empirical_policy, tags, labels, state_id, state_type, state_name, state_timestamp, state_details, run_count,
        next_scheduled_start_time, total_run_time, auto_scheduled, lease_token, lease_expires_at)
      select gen_random_uuid(), ${now}::timestamptz, ${now}::timestamptz, 'r', d.flow_id, d.id, '{}', '{}', '{}', '{}', '{}',
        gen_random_uuid(), type, type, ${now}::timestamptz, '{}', 0,
        case type when 'SCHEDULED' then ${now}::timestamptz - interval '10 minutes' + i * interval '1 minute' end,
        0, true,
        case type when 'RUNNING' then i end,
        case type when 'RUNNING' then ${now}::timestamptz + i * interval '1 second' end
      from (select *, row_number() over () as n from deployment) d
      cross join generate_series(1, ${runs / deployments}) i
      cross join lateral (select case when (i + n) % 100 = 0 then 'RUNNING' else 'SCHEDULED' end as type) state`.execute(
      db,
    );
    await sql`analyze flow_run`.execute(db);
    await sql`analyze deployment`.execute(db);
    return (await db.selectFrom('deployment').select('id').execute()).map((row) => row.id);
  });

let app: TestApp;
let deploymentIds: string[];

beforeAll(async () => {
  app = await testApp({ config: { statementTimeoutSeconds: 120 } });
  deploymentIds = await seed(app);
  return () => app[Symbol.asyncDispose]();
}, 180_000);

const plan = (statement: Parameters<typeof explain>[1]): Promise<PlanNode[]> =>
  app.read(({ db }) => explain(db, statement));

const scans = (nodes: PlanNode[]): PlanNode[] =>
  nodes.filter((node) => node.table === 'flow_run' && node.type === 'Seq Scan');

test.each([1, 20, 200])(
  'a claim of %i reads due runs of 1000 deployments through their index',
  async (limit) => {
    const now = app.clock.now();
    const nodes = await plan((db) =>
      claimDueRuns(db, {
        deploymentIds,
        slots: [],
        now,
        stateIds: Array.from({ length: limit }, () => newId(now)),
        leaseExpiresAt: now,
        holder: { id: newId(now), name: 'one' },
        actor: null,
      }),
    );
    // Each deployment's first run, then a sample of those, then the runs.
    expect(nodes.filter((node) => node.index === 'flow_run_due_index')).toHaveLength(3);
    expect(scans(nodes)).toEqual([]);
  },
);

test('the next due instant is two probes of an index for each deployment', async () => {
  const nodes = await plan((db) => readNextDue(db, { deploymentIds, now: app.clock.now() }));
  expect(nodes.filter((node) => node.index === 'flow_run_due_index')).toHaveLength(2);
  expect(scans(nodes)).toEqual([]);
});

test('scheduled runs are read through the index of their deployments', async () => {
  const nodes = await plan((db) =>
    readScheduledRuns(db, { deploymentIds, scheduledBefore: null, limit: 200 }),
  );
  expect(nodes.map((node) => node.index)).toContain('flow_run_due_index');
  expect(scans(nodes)).toEqual([]);
});

test('expired leases are found among the leases alone', async () => {
  const nodes = await plan((db) => lockExpiredLeases(db, { now: app.clock.now(), limit: 200 }));
  expect(nodes.map((node) => node.index)).toContain('flow_run_lease_index');
  expect(scans(nodes)).toEqual([]);
});

test('renewals and looks for changes go by id', async () => {
  const leases = deploymentIds.slice(0, 100).map((id) => ({ id, leaseToken: 1 }));
  const renewal = await plan((db) => renewLeases(db, { leases, until: app.clock.now() }));
  expect(renewal.map((node) => node.index)).toContain('flow_run_pkey');
  expect(scans(renewal)).toEqual([]);
  expect(scans(await plan((db) => readWatermarks(db, deploymentIds)))).toEqual([]);
});
