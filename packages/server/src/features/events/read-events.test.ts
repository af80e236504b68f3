import { eventFilter } from '@carillon/core';
import { type TestApp, testApp } from '@carillon/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { id } from '../../../fixtures/rows.ts';
import type { Position } from './position.ts';
import { readPosition, writePosition } from './position.ts';
import { readEvents } from './read-events.ts';

const runPrefix = 1;
const statePrefix = 2;

type Change = { state: number; run: number; second: number; transaction: number };

/** Runs with states that name the transactions that are said to have written them. */
const insertStates = (app: TestApp, changes: readonly Change[]): Promise<unknown> =>
  app.run(async ({ db, now }) => {
    const runs = [...new Set(changes.map(({ run }) => run))];
    await sql`insert into flow (id, created, updated, name, tags, labels)
      values (${id(1, 0)}, ${now}, ${now}, 'report', '{}', '{}')`.execute(db);
    await sql`insert into flow_run (id, created, updated, name, flow_id, parameters, context, empirical_policy, tags,
        labels, run_count, total_run_time, auto_scheduled)
      select run, ${now}::timestamptz, ${now}::timestamptz, 'r', ${id(1, 0)}::uuid, '{}', '{}', '{}', '{}', '{}', 0, 0, false
      from unnest(${runs.map((run) => id(run, runPrefix))}::uuid[]) run`.execute(db);
    await sql`insert into flow_run_state (id, flow_run_id, type, name, timestamp, state_details, transaction_id)
      select id, run, 'RUNNING', 'Running', ${now}::timestamptz + second * interval '1 second', '{}', transaction
      from unnest(
        ${changes.map(({ state }) => id(state, statePrefix))}::uuid[],
        ${changes.map(({ run }) => id(run, runPrefix))}::uuid[],
        ${changes.map(({ second }) => second)}::int[],
        ${changes.map(({ transaction }) => transaction)}::bigint[]
      ) as given(id, run, second, transaction)`.execute(db);
  });

/** All that comes after a position, page by page, each page from the cursor of the last event of the one before. */
const readAll = async (app: TestApp, from: Position, limit: number): Promise<string[]> => {
  const ids: string[] = [];
  let position = from;
  while (true) {
    const at = position;
    const page = await app.read(({ db }) =>
      readEvents(db, { position: at, filter: eventFilter.parse({}), limit }),
    );
    ids.push(...page.events.map(({ event }) => event.id));
    position = readPosition(writePosition(page.events.at(-1)?.position ?? page.position));
    if (!page.more) return ids;
  }
};

const beginning: Position = { seen: { end: 1, underWay: [] }, part: null };

test.each([1, 2, 7, 200])(
  'in pages of %i every change comes once, those of one run in their order',
  async (limit) => {
    await using app = await testApp();
    // Transaction 11 had waited for 12, which had the run before it.
    await insertStates(app, [
      { state: 1, run: 1, second: 1, transaction: 10 },
      { state: 2, run: 1, second: 3, transaction: 11 },
      { state: 3, run: 1, second: 2, transaction: 12 },
      { state: 4, run: 2, second: 1, transaction: 11 },
      { state: 5, run: 2, second: 9, transaction: 13 },
      { state: 6, run: 3, second: 0, transaction: 14 },
    ]);
    const order = await readAll(app, beginning, limit);
    expect(order).toEqual([1, 4, 3, 2, 5, 6].map((state) => id(state, statePrefix)));
  },
);

test('what was under way is told once it is committed, and what was told before is not told again', async () => {
  await using app = await testApp();
  await insertStates(
    app,
    [10, 11, 12, 13].map((transaction) => ({
      state: transaction,
      run: transaction,
      second: 0,
      transaction,
    })),
  );
  const seen = { end: 13, underWay: [11] };
  expect(await readAll(app, { seen, part: null }, 200)).toEqual([id(11, statePrefix), id(13, statePrefix)]);
});

test('of a long absence too, no change of a run comes before an earlier one, and a large transaction is read in parts', async () => {
  await using app = await testApp();
  const small = Array.from({ length: 3000 }, (_, index) => ({
    state: index + 1,
    run: index % 50,
    second: index,
    transaction: 10 + Math.floor(index / 10),
  }));
  // What is read at a time ends with transaction 209.
  const late = { state: 3001, run: 50, second: 1, transaction: 205 };
  const early = { state: 3002, run: 50, second: 0, transaction: 230 };
  const large = Array.from({ length: 2500 }, (_, index) => ({
    state: 4000 + index,
    run: 1000 + index,
    second: index % 10,
    transaction: 500,
  }));
  const changes = [...small, late, early, ...large];
  await insertStates(app, changes);
  const order = await readAll(app, beginning, 200);
  expect(order).toHaveLength(changes.length);
  expect(new Set(order).size).toBe(changes.length);
  expect(order.indexOf(id(early.state, statePrefix))).toBeLessThan(
    order.indexOf(id(late.state, statePrefix)),
  );
});
