import { eventFilter } from '@carillon/core';
import { explain, type PlanNode, type TestApp, testApp } from '@carillon/testing';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { id } from '../../../fixtures/rows.ts';
import { findEarlierChanges } from './statements/find-earlier-changes.ts';
import { readPlaces } from './statements/read-places.ts';
import { readStart } from './statements/read-start.ts';
import { readStateEvents } from './statements/read-state-events.ts';
import { readWindow } from './statements/read-window.ts';

const runs = 20_000;
const statesEach = 5;

let app: TestApp;

/** A history of many states, each transaction with a few of them. */
const seed = (): Promise<void> =>
  app.run(async ({ db, now }) => {
    await sql`insert into flow (id, created, updated, name, tags, labels)
      values (${id(1, 0)}, ${now}, ${now}, 'report', '{}', '{}')`.execute(db);
    await sql`insert into flow_run (id, created, updated, name, flow_id, parameters, context, empirical_policy, tags,
        labels, run_count, total_run_time, auto_scheduled)
      select gen_random_uuid(), ${now}::timestamptz, ${now}::timestamptz, 'r', ${id(1, 0)}::uuid,
        '{}', '{}', '{}', '{}', '{}', 0, 0, false
      from generate_series(1, ${runs})`.execute(db);
    await sql`insert into flow_run_state (id, flow_run_id, type, name, timestamp, state_details, transaction_id)
      select gen_random_uuid(), r.id, 'RUNNING', 'Running', ${now}::timestamptz + i * interval '1 second', '{}',
        10 + row_number() over () / 10
      from flow_run r cross join generate_series(1, ${statesEach}) i`.execute(db);
    await sql`analyze flow_run`.execute(db);
    await sql`analyze flow_run_state`.execute(db);
  });

beforeAll(async () => {
  app = await testApp();
  await seed();
  return () => app[Symbol.asyncDispose]();
});

const seen = { end: 9000, underWay: [8000, 8999] };
const window = { now: { end: 9100, underWay: [9050] }, end: 9100 };

const plan = (statement: Parameters<typeof explain>[1]): Promise<PlanNode[]> =>
  app.read(({ db }) => explain(db, statement));

test.each([
  ['transactions that a moment shows and that were not seen', (db) => readWindow(db, { seen, size: 2000 })],
  ['the earlier changes beyond a window', (db) => findEarlierChanges(db, { seen, window })],
  [
    'the changes of a window, of all runs or of one',
    async (db) => {
      const rest = { seen, window, after: null, limit: 200 };
      await readPlaces(db, { ...rest, filter: {} });
      await readPlaces(db, { ...rest, filter: eventFilter.parse({ flowRunIds: [id(1, 1)] }) });
    },
  ],
] satisfies [string, Parameters<typeof explain>[1]][])(
  '%s are found by transaction',
  async (_, statement) => {
    const nodes = await plan(statement);
    expect(nodes.map(({ index }) => index)).toContain('flow_run_state_transaction_index');
    expect(nodes.filter(({ type, table }) => type === 'Seq Scan' && table === 'flow_run_state')).toEqual([]);
  },
);

test('what an event tells is found by keys', async () => {
  const nodes = await plan((db) =>
    readStateEvents(
      db,
      Array.from({ length: 20 }, (_, index) => id(index, 2)),
    ),
  );
  expect(nodes.map(({ index }) => index)).toContain('flow_run_state_pkey');
  expect(nodes.map(({ index }) => index)).toContain('flow_run_state_timestamp_unique');
  expect(nodes.filter(({ type, table }) => type === 'Seq Scan' && table?.startsWith('flow_run'))).toEqual([]);
});

test('what was written since an instant is found by id', async () => {
  const nodes = await plan((db) => readStart(db, app.clock.now()));
  expect(nodes.filter(({ type, table }) => type === 'Seq Scan' && table === 'flow_run_state')).toEqual([]);
});
