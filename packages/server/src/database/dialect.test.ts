import { createTestDatabase } from '@carillon/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { dbOf } from './db.ts';
import { createOrm } from './orm.ts';

/** Ends the connection that it is sent over, as a database does that goes away. */
const lose = sql`select pg_terminate_backend(pg_backend_pid())`;

const openOne = async () => {
  const stack = new AsyncDisposableStack();
  const { url } = stack.use(await createTestDatabase());
  const orm = await createOrm({ url, poolMax: 1 });
  stack.defer(() => orm.close());
  const ask = async (): Promise<unknown> => (await sql`select 1 as one`.execute(dbOf(orm.em.fork()))).rows;
  return { orm, ask, [Symbol.asyncDispose]: () => stack.disposeAsync() };
};

test('a connection that is lost within a transaction makes room for another', async () => {
  await using one = await openOne();
  const lost = one.orm.em.fork().transactional((em) => lose.execute(dbOf(em)));
  await expect(lost).rejects.toThrow('terminating connection');
  expect(await one.ask()).toEqual([{ one: 1 }]);
});

test('a connection on which no transaction begins is given back', async () => {
  await using one = await openOne();
  const db = dbOf(one.orm.em.fork());
  const inTransaction = () => one.orm.em.fork().transactional((em) => sql`select 1`.execute(dbOf(em)));
  await inTransaction();
  // BEGIN is refused, too, by a connection that stands in a transaction that failed.
  await sql`begin`.execute(db);
  await expect(sql`select 1 / 0`.execute(db)).rejects.toThrow('division by zero');
  await expect(inTransaction()).rejects.toThrow('current transaction is aborted');
  await sql`rollback`.execute(db);
  expect(await one.ask()).toEqual([{ one: 1 }]);
});
