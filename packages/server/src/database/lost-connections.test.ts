import { createTestDatabase } from '@carillon/testing';
import { sql } from 'kysely';
import { Client } from 'pg';
import { expect, inject, test } from 'vitest';
import { dbOf } from './db.ts';
import { createOrm } from './orm.ts';

test('a connection that is lost in a transaction, or by itself, is replaced, and holds up no end', async () => {
  await using database = await createTestDatabase();
  const admin = new Client({ connectionString: inject('postgres').adminUrl });
  await admin.connect();
  const lose = (pid: number | undefined): Promise<unknown> =>
    admin.query('select pg_terminate_backend($1, 5000)', [pid]);
  const orm = await createOrm({ url: database.url, poolMax: 1 });
  const pidOf = async (em = orm.em.fork()): Promise<number | undefined> =>
    (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(dbOf(em))).rows[0]?.pid;
  /** One that has just been lost may still be handed out once. */
  const answers = (): Promise<void> => expect.poll(() => pidOf().catch(() => null)).toBeGreaterThan(0);
  for (let turn = 0; turn < 3; turn += 1) {
    await answers();
    await expect(
      orm.em.fork().transactional(async (em) => {
        await lose(await pidOf(em));
        await pidOf(em);
      }),
    ).rejects.toThrow();
    await answers();
    const running = sql`select pg_terminate_backend(pg_backend_pid()), pg_sleep(5)`.execute(
      dbOf(orm.em.fork()),
    );
    await expect(running).rejects.toThrow();
  }
  await answers();
  await lose(await pidOf());
  await answers();
  await orm.close();
  await admin.end();
});
