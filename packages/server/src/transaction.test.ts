import { deploy, testApp } from '@carillon/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Db } from './database/db.ts';

const names = (db: Db): Promise<string[]> =>
  db
    .selectFrom('flow')
    .select('name')
    .orderBy('name')
    .execute()
    .then((rows) => rows.map(({ name }) => name));

test('a call that fails has written nothing, and told nobody', async () => {
  await using app = await testApp();
  await app.caller.workPools.create({ name: 'docker' });
  const { deploymentId: id } = await deploy(app, { workPoolName: 'docker' });
  const parentTaskRunId = '00000000-0000-7000-8000-00000000dead';
  // The queue is made before the parent is looked for.
  await expect(
    app.caller.deployments.createRun({ id, workQueueName: 'new', parentTaskRunId }),
  ).rejects.toMatchObject({ cause: { code: 'TASK_RUN_NOT_FOUND' } });
  const queues = await app.read(({ db }) => db.selectFrom('work_queue').select('name').execute());
  expect(queues).toEqual([{ name: 'default' }]);
});

test('effects run after the commit, and not at all when there is none', async () => {
  await using app = await testApp();
  const told: string[] = [];
  await app.run(async ({ afterCommit }) => {
    afterCommit(() => told.push('kept'));
    expect(told).toEqual([]);
  });
  const failing = app.run(async ({ afterCommit }) => {
    afterCommit(() => told.push('never'));
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(told).toEqual(['kept']);
});

test('two that block each other both end: the one that the database broke off starts again, whole', async () => {
  await using app = await testApp();
  const lock = (db: Db, key: number) => sql`select pg_advisory_xact_lock(${key}::bigint)`.execute(db);
  const attempts: string[] = [];
  const told: string[] = [];
  const held = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const work = (name: string, mine: number, other: number) =>
    app.run(async ({ db, afterCommit, now }) => {
      attempts.push(name);
      afterCommit(() => told.push(name));
      const id = `00000000-0000-7000-8000-00000000000${mine}`;
      await db
        .insertInto('flow')
        .values({ id, created: now, updated: now, name, tags: [], labels: {} })
        .execute();
      await lock(db, mine);
      held[mine]?.resolve();
      await held[other]?.promise;
      await lock(db, other);
    });
  await Promise.all([work('one', 0, 1), work('two', 1, 0)]);
  expect(attempts).toHaveLength(3);
  expect(told.sort()).toEqual(['one', 'two']);
  expect(await app.read(({ db }) => names(db))).toEqual(['one', 'two']);
});

test('a statement that takes too long is broken off, and the caller told so', async () => {
  await using app = await testApp({ config: { statementTimeoutSeconds: 1 } });
  await app.run(async ({ db }) => {
    await sql`lock table flow_run in access exclusive mode`.execute(db);
    const late = { cause: { code: 'QUERY_TIMEOUT', data: { seconds: 1 } } };
    await expect(app.caller.flowRuns.list({})).rejects.toMatchObject(late);
    await expect(app.caller.flowRuns.count({})).rejects.toMatchObject(late);
  });
  expect(await app.caller.flowRuns.count({})).toBe(0);
});
