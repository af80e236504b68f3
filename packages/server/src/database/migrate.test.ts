import { createEmptyDatabase, createTestDatabase } from '@carillon/testing';
import { sql } from 'kysely';
import { Client } from 'pg';
import { expect, inject, test } from 'vitest';
import { hasTrigrams } from '../filters/trigrams.ts';
import { dbOf } from './db.ts';
import { migrateDatabase } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { createOrm } from './orm.ts';

const rowsOf = async (url: string, text: string): Promise<unknown[][]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
};

/** Everything in the database's tables that an entity may say. */
const shapeOf = async (url: string) => ({
  columns: await rowsOf(
    url,
    `select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attcollation::regcollation::text,
       pg_get_expr(d.adbin, d.adrelid)
     from pg_attribute a
     join pg_class c on c.oid = a.attrelid
     left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
       and c.relname <> 'carillon_migration'
     order by 1, 2`,
  ),
  constraints: await rowsOf(
    url,
    `select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
     where connamespace = 'public'::regnamespace and contype <> 'n' and conrelid::regclass::text <> 'carillon_migration'
     order by 1, 2`,
  ),
  // Those for pg_trgm are no entity's, for a database may refuse them.
  indexes: await rowsOf(
    url,
    `select tablename, indexname, indexdef from pg_indexes
     where schemaname = 'public' and tablename <> 'carillon_migration' and indexdef not like '%gin_trgm_ops%'
     order by 1, 2`,
  ),
});

/** No entity says what its triggers call. */
const ownFunctions = `
  select pg_get_functiondef(p.oid) from pg_proc p join pg_language l on l.oid = p.prolang
  where p.pronamespace = 'public'::regnamespace and l.lanname = 'plpgsql'`;

test('the migrations make what the entities say', async () => {
  await using migrated = await createTestDatabase();
  await using stated = await createEmptyDatabase();
  for (const [definition] of await rowsOf(migrated.url, ownFunctions))
    await rowsOf(stated.url, String(definition));
  const orm = await createOrm({ url: stated.url });
  try {
    await orm.schema.create();
  } finally {
    await orm.close();
  }
  expect(await shapeOf(migrated.url)).toEqual(await shapeOf(stated.url));
});

test('several servers that start at once make the tables once', async () => {
  await using database = await createEmptyDatabase();
  await Promise.all(Array.from({ length: 6 }, () => migrateDatabase(database.url)));
  await migrateDatabase(database.url);
  const done = await rowsOf(database.url, 'select name from carillon_migration order by id');
  expect(done.flat()).toEqual(migrations.map(({ name }) => name));
});

test('a migration that fails leaves nothing, and the next start does it', async () => {
  await using database = await createEmptyDatabase();
  // The last table that it makes is in the way.
  await rowsOf(database.url, 'create table deployment_schedule ()');
  await expect(migrateDatabase(database.url)).rejects.toThrow('"deployment_schedule" already exists');
  expect(await rowsOf(database.url, "select from pg_tables where tablename = 'flow'")).toHaveLength(0);
  await rowsOf(database.url, 'drop table deployment_schedule');
  await migrateDatabase(database.url);
  expect(await rowsOf(database.url, "select from pg_tables where tablename = 'flow'")).toHaveLength(1);
});

test('where the role may not create pg_trgm, names are still searched', async () => {
  const { adminUrl } = inject('postgres');
  await using database = await createEmptyDatabase();
  const role = `${database.name}_role`;
  await using stack = new AsyncDisposableStack();
  await rowsOf(adminUrl, `create role ${role} login password 'secret'`);
  stack.defer(
    async () => void (await rowsOf(database.url, `drop owned by ${role} cascade; drop role ${role}`)),
  );
  await rowsOf(database.url, `grant create, usage on schema public to ${role}`);
  const url = new URL(database.url);
  url.username = role;
  url.password = 'secret';
  await migrateDatabase(url.href);
  const orm = await createOrm({ url: url.href });
  stack.defer(() => orm.close());
  const db = dbOf(orm.em.fork());
  expect(await hasTrigrams(db)).toBe(false);
  expect((await sql`select from flow where name ilike '%part%'`.execute(db)).rows).toEqual([]);
});

test('a migrated database of ours has pg_trgm', async () => {
  await using database = await createTestDatabase();
  const orm = await createOrm({ url: database.url });
  try {
    expect(await hasTrigrams(dbOf(orm.em.fork()))).toBe(true);
  } finally {
    await orm.close();
  }
});
