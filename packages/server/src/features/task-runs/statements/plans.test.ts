import { explain, type PlanNode, type TestApp, testApp } from '@carillon/testing';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { always } from '../../../filters/condition.ts';
import { lockExpiredPauses } from '../../flow-runs/statements/lock-expired-pauses.ts';
import { lockQueueTimeouts } from '../../flow-runs/statements/lock-queue-timeouts.ts';
import { lockUnansweredCancellations } from '../../flow-runs/statements/lock-unanswered-cancellations.ts';
import { readCancellingRuns } from '../../flow-runs/statements/read-cancelling-runs.ts';
import { readLinesAfter } from '../../logs/statements/read-lines-after.ts';
import { readNewLines } from '../../logs/statements/read-new-lines.ts';
import { findTaskRuns } from './find-task-runs.ts';
import { lockParents } from './lock-parents.ts';
import { lockRunsWithOpenChildren } from './lock-runs-with-open-children.ts';
import { lockTaskRuns } from './lock-task-runs.ts';
import { readCachedStates } from './read-cached-states.ts';
import { readOpenChildren } from './read-open-children.ts';
import { readTakenTransitions } from './read-taken-transitions.ts';

const flowRuns = 5_000;

/** Much history: each flow run with its task runs, their states and lines; a few runs of each kind that a duty looks for. */
const seed = (app: TestApp): Promise<{ flowRunIds: string[]; taskRunIds: string[] }> =>
  app.run(async ({ db, now }) => {
    await sql`insert into flow (id, created, updated, name, tags, labels)
      values ('00000000-0000-7000-8000-000000000001', ${now}, ${now}, 'report', '{}', '{}')`.execute(db);
    await sql`
      insert into flow_run (id, created, updated, name, flow_id, parameters, context, empirical_policy, tags, labels,
        state_id, state_type, state_name, state_timestamp, state_details, run_count, next_scheduled_start_time,
        start_time, end_time, total_run_time, auto_scheduled, ends_children, lease_token, lease_expires_at)
      select gen_random_uuid(), ${now}::timestamptz, ${now}::timestamptz, 'r', '00000000-0000-7000-8000-000000000001',
        '{}', '{}', case when i % 500 = 1 then '{"queueTimeout": 60}' else '{"queueTimeout": null}' end::jsonb, '{}', '{}',
        gen_random_uuid(), type, type, ${now}::timestamptz, '{"pauseTimeout": "2026-01-05T00:00:00.000Z"}', 0,
        case type when 'SCHEDULED' then ${now}::timestamptz end,
        case type when 'COMPLETED' then ${now}::timestamptz end,
        case type when 'COMPLETED' then ${now}::timestamptz end, 0, true, i % 1000 = 5,
        case when type in ('RUNNING', 'CANCELLING') then i end,
        case when type in ('RUNNING', 'CANCELLING') then ${now}::timestamptz end
      from generate_series(1, ${flowRuns}) i
      cross join lateral (
        select case i % 500 when 0 then 'CANCELLING' when 1 then 'SCHEDULED' when 2 then 'PAUSED' when 3 then 'SCHEDULED'
          else case when i % 10 = 4 then 'RUNNING' else 'COMPLETED' end end as type
      ) state`.execute(db);
    await sql`
      insert into task_run (id, created, updated, name, flow_run_id, task_key, dynamic_key, empirical_policy, tags, labels,
        task_inputs, state_id, state_type, state_name, state_timestamp, state_details, run_count, flow_run_run_count,
        total_run_time)
      select gen_random_uuid(), ${now}::timestamptz, ${now}::timestamptz, 't ' || r.id, r.id, 'load', i::text, '{}', '{}', '{}', '{}',
        gen_random_uuid(), case when r.ends_children then 'RUNNING' else 'COMPLETED' end, 'state ' || r.id, ${now}::timestamptz, '{}',
        0, 0, 0
      from flow_run r cross join generate_series(1, 4) i`.execute(db);
    await sql`
      insert into task_run_state (id, task_run_id, type, name, timestamp, state_details, cache_key)
      select gen_random_uuid(), t.id, 'COMPLETED', 'x', ${now}::timestamptz + i * interval '1 second', '{}',
        case when i = 3 then t.id::text end
      from task_run t cross join generate_series(1, 3) i`.execute(db);
    await sql`
      insert into log (id, created, name, level, message, timestamp, flow_run_id)
      select gen_random_uuid(), ${now}::timestamptz, 'l', 20, 'm', ${now}::timestamptz, r.id
      from (select *, row_number() over (order by id) as number from flow_run) r
      cross join lateral generate_series(1, case r.number when 1 then 5000 else 4 end) i`.execute(db);
    for (const table of ['flow_run', 'task_run', 'task_run_state', 'log']) {
      await sql`analyze ${sql.table(table)}`.execute(db);
    }
    const first = (table: 'flow_run' | 'task_run') =>
      db.selectFrom(table).select('id').orderBy('id').limit(100).execute();
    return {
      flowRunIds: (await first('flow_run')).map(({ id }) => id),
      taskRunIds: (await first('task_run')).map(({ id }) => id),
    };
  });

let app: TestApp;
let ids: Awaited<ReturnType<typeof seed>>;

beforeAll(async () => {
  app = await testApp({ config: { statementTimeoutSeconds: 60 } });
  ids = await seed(app);
  return () => app[Symbol.asyncDispose]();
}, 120_000);

const plan = (statement: Parameters<typeof explain>[1]): Promise<PlanNode[]> =>
  app.read(({ db }) => explain(db, statement));

/** Found by these indexes, and no table of many rows is read from beginning to end. */
const expectFound = (nodes: PlanNode[], ...indexes: string[]): void => {
  expect(nodes.map((node) => node.index)).toEqual(expect.arrayContaining(indexes));
  expect(nodes.filter((node) => node.type === 'Seq Scan' && node.table !== 'deployment')).toEqual([]);
};

test('duties find what it is time for by indexes that hold nothing else', async () => {
  const now = app.clock.now();
  const limit = 200;
  expectFound(
    await plan((db) => lockUnansweredCancellations(db, { before: now, limit })),
    'flow_run_cancelling_index',
  );
  expectFound(await plan((db) => lockExpiredPauses(db, { now, limit })), 'flow_run_pause_timeout_index');
  expectFound(await plan((db) => lockQueueTimeouts(db, { now, limit })), 'flow_run_queue_timeout_index');
  expectFound(await plan((db) => lockRunsWithOpenChildren(db, { limit })), 'flow_run_ends_children_index');
  const runnerId = '00000000-0000-7000-8000-000000000009';
  expectFound(await plan((db) => readCancellingRuns(db, { runnerId })), 'flow_run_cancelling_index');
});

test('what a flow run left open is found by what is open', async () => {
  // So few that reading the whole small table of this test would cost more.
  const flowRunIds = ids.flowRunIds.slice(0, 20);
  const nodes = await plan((db) => readOpenChildren(db, { flowRunIds, limit: 200 }));
  expectFound(nodes, 'task_run_open_index');
});

test('a report finds its flow run, its task runs and their history by their keys', async () => {
  const { flowRunIds, taskRunIds } = ids;
  expectFound(await plan((db) => lockParents(db, flowRunIds.slice(0, 1))), 'flow_run_pkey');
  expectFound(await plan((db) => lockTaskRuns(db, taskRunIds)), 'task_run_pkey');
  expectFound(
    await plan((db) => readTakenTransitions(db, { taskRunIds, transitionIds: taskRunIds })),
    'task_run_state_timestamp_unique',
  );
  const keys = taskRunIds.map((id) => ({ taskKey: 'load', dynamicKey: id }));
  expectFound(
    await plan((db) => findTaskRuns(db, { flowRunId: flowRunIds[0] ?? '', keys })),
    'task_run_key_unique',
  );
  expectFound(
    await plan((db) => findTaskRuns(db, { flowRunId: null, keys: keys.slice(0, 1) })),
    'task_run_lone_key_unique',
  );
});

test('a kept result is found by its key', async () => {
  const now = app.clock.now();
  const nodes = await plan((db) => readCachedStates(db, { keys: ids.taskRunIds, now }));
  expectFound(nodes, 'task_run_state_cache_index');
});

test('lines of a run are read in their order, and new ones from where a follower stands', async () => {
  const flowRunId = ids.flowRunIds[0] ?? '';
  const limit = 200;
  expectFound(
    await plan((db) => readLinesAfter(db, { flowRunId, after: null, limit })),
    'log_flow_run_index',
  );
  const seen = { end: 1_000_000, underWay: [900_000, 950_000] };
  const now = { end: 1_000_100, underWay: [] };
  const nodes = await plan((db) =>
    readNewLines(db, { flowRunId, where: always, seen, now, after: null, limit }),
  );
  expectFound(nodes, 'log_flow_run_transaction_index');
});
