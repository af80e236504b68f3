import { migrateDatabase } from '@carillon/server';
import { deploy, testApp } from '@carillon/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';

test('rows that were restored from another cluster are not told as news when the next server has started', async () => {
  await using app = await testApp();
  const { deploymentId } = await deploy(app);
  const { run } = await app.caller.deployments.createRun({ id: deploymentId });
  await app.run(({ db }) =>
    sql`update flow_run_state set transaction_id = 900000000 where flow_run_id = ${run.id}`.execute(db),
  );
  await migrateDatabase(app.databaseUrl);
  const rows = await app.read(({ db }) => db.selectFrom('flow_run_state').select('transaction_id').execute());
  expect(rows).toEqual([{ transaction_id: 0 }]);
  const [created] = await app.read(({ db }) => db.selectFrom('event').select('transaction_id').execute());
  expect(created?.transaction_id).toBeGreaterThan(0);
});
