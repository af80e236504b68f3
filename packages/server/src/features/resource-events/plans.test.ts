import { resourceEventFilter } from '@carillon/core';
import { explain, type PlanNode, type TestApp, testApp } from '@carillon/testing';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { id } from '../../../fixtures/rows.ts';
import { conditionOf } from './filter.ts';
import { clientEvents } from './sources/client-events.ts';
import type { EventSource } from './sources/event-source.ts';
import { runStates } from './sources/run-states.ts';
import { deleteOldClientEvents } from './statements/delete-old-client-events.ts';
import { readById } from './statements/read-by-id.ts';
import { readClientEventsWithin } from './statements/read-client-events-within.ts';
import { readClientStart } from './statements/read-client-start.ts';
import { readClientWindow } from './statements/read-client-window.ts';
import { readMatching } from './statements/read-matching.ts';

const runs = 5000;

let app: TestApp;

/** A week of what clients told, and of states, each transaction with a few of them. */
beforeAll(async () => {
  app = await testApp();
  await app.run(async ({ db, now }) => {
    await sql`insert into flow (id, created, updated, name, tags, labels)
      values (${id(1, 0)}, ${now}, ${now}, 'report', '{}', '{}')`.execute(db);
    await sql`insert into flow_run (id, created, updated, name, flow_id, parameters, context, empirical_policy, tags,
        labels, run_count, total_run_time, auto_scheduled)
      select ('00000000-0000-7000-8001-' || lpad(i::text, 12, '0'))::uuid, ${now}::timestamptz, ${now}::timestamptz, 'r',
        ${id(1, 0)}::uuid, '{}', '{}', '{}', '{}', '{}', 0, 0, false
      from generate_series(1, ${runs}) i`.execute(db);
    await sql`insert into flow_run_state (id, flow_run_id, type, name, timestamp, state_details, transaction_id)
      select ('019b8b74-0000-7000-8000-' || lpad(row_number() over ()::text, 12, '0'))::uuid, r.id, 'RUNNING', 'Running',
        ${now}::timestamptz - i * interval '1 hour', '{}', 10 + row_number() over () / 10
      from flow_run r cross join generate_series(1, 10) i`.execute(db);
    await sql`insert into client_event (id, occurred, received, event, resource, related, payload, resource_ids, transaction_id)
      select gen_random_uuid(), ${now}::timestamptz - i * interval '10 seconds', ${now}::timestamptz, 'order.shipped',
        '{"prefect.resource.id": "order"}', '[]', '{}', array['order.' || i % 10000], 100000 - i / 10
      from generate_series(1, 50000) i`.execute(db);
    for (const table of ['flow_run', 'flow_run_state', 'client_event'])
      await sql`analyze ${sql.table(table)}`.execute(db);
  });
  return () => app[Symbol.asyncDispose]();
});

const plan = (statement: Parameters<typeof explain>[1]): Promise<PlanNode[]> =>
  app.read(({ db }) => explain(db, statement));

const seen = { end: 99_000, underWay: [98_500] };
const window = { now: { end: 99_100, underWay: [] }, end: 99_100 };
const span = { since: '2026-01-01T00:00:00.000000Z', until: '2026-01-05T00:00:00.000000Z' };

const pageOf =
  (
    source: EventSource,
    filter: Parameters<typeof resourceEventFilter.parse>[0],
    after: string[] | null = null,
  ) =>
  async (db: Parameters<typeof readMatching>[0]): Promise<void> => {
    const where = conditionOf(source, resourceEventFilter.parse(filter), span);
    await readMatching(db, source, { where, after, descending: true, limit: 50 });
  };

const someRun = { anyResource: { id: [`prefect.flow-run.${id(7, 1)}`] } };

test.each([
  [
    'the transactions that are new',
    'client_event_transaction_index',
    (db) => readClientWindow(db, { seen, size: 200 }),
  ],
  [
    'what they wrote',
    'client_event_transaction_index',
    (db) => readClientEventsWithin(db, { seen, window, where: sql`true` }),
  ],
  [
    'where a listener begins',
    'client_event_occurred_index',
    (db) =>
      readClientStart(db, { since: new Date('2026-01-04T23:59:00Z'), now: new Date('2026-01-05T00:00:00Z') }),
  ],
  [
    'what is to be forgotten',
    'client_event_occurred_index',
    (db) => deleteOldClientEvents(db, { before: new Date('2025-12-31'), limit: 1000 }),
  ],
  ['a page of what clients told', 'client_event_occurred_index', pageOf(clientEvents, {})],
  [
    'the next page',
    'client_event_occurred_index',
    pageOf(clientEvents, {}, ['2026-01-04T00:00:00.000000Z', id(1, 1)]),
  ],
  [
    'what was told of one thing',
    'client_event_resources_index',
    pageOf(clientEvents, { anyResource: { id: ['order.7'] } }),
  ],
  ['events by their ids', 'client_event_pkey', (db) => readById(db, clientEvents, [id(1, 1)])],
  ['a page of states', 'flow_run_state_pkey', pageOf(runStates, {})],
  ['the next page of them', 'flow_run_state_pkey', pageOf(runStates, {}, [id(1, 1)])],
  ['the states of a run', 'flow_run_state_timestamp_unique', pageOf(runStates, someRun)],
  ['states by their ids', 'flow_run_state_pkey', (db) => readById(db, runStates, [id(1, 1)])],
] satisfies [string, string, Parameters<typeof explain>[1]][])('%s: by %s', async (_, index, statement) => {
  const nodes = await plan(statement);
  expect(nodes.map((node) => node.index)).toContain(index);
  const tables = ['client_event', 'flow_run_state', 'flow_run'];
  expect(nodes.filter(({ type, table }) => type === 'Seq Scan' && tables.includes(table ?? ''))).toEqual([]);
});
