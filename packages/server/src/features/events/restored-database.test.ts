import { resourceEventCreate } from '@carillon/core';
import { migrateDatabase } from '@carillon/server';
import { deploy, testApp } from '@carillon/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { customEvent } from '../../../fixtures/told-events.ts';
import { receiveEvents } from '../recorder/receive-events.ts';

test('rows that were restored from another cluster are not told as news when the next server has started', async () => {
  await using app = await testApp();
  const { deploymentId } = await deploy(app);
  const { run } = await app.caller.deployments.createRun({ id: deploymentId });
  await app.caller.logs.create({
    logs: [{ name: 'flow', level: 20, message: 'hello', timestamp: app.clock.now(), flowRunId: run.id }],
  });
  const event = resourceEventCreate.parse(customEvent());
  await app.run((context) => receiveEvents(context, [{ event, taskEvent: null }]));
  await app.run(async ({ db }) => {
    await sql`update flow_run_state set transaction_id = 900000000`.execute(db);
    await sql`update client_event set transaction_id = 900000000`.execute(db);
    await sql`update log set transaction_id = 900000000`.execute(db);
  });
  await migrateDatabase(app.databaseUrl);
  for (const table of ['flow_run_state', 'client_event', 'log'] as const) {
    const rows = await app.read(({ db }) => db.selectFrom(table).select('transaction_id').execute());
    expect(rows).toEqual([{ transaction_id: 0 }]);
  }
  const [created] = await app.read(({ db }) => db.selectFrom('event').select('transaction_id').execute());
  expect(created?.transaction_id).toBeGreaterThan(0);
});
