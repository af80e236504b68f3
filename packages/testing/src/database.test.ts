import { Client } from 'pg';
import { expect, inject, test } from 'vitest';
import { createTestDatabase } from './database.ts';

const connect = async (url: string): Promise<Client> => {
  const client = new Client({ connectionString: url, application_name: 'a test' });
  // Dropping a database ends the connections to it.
  client.on('error', () => {});
  await client.connect();
  return client;
};

const count = async (url: string, sql: string): Promise<number> => {
  const client = await connect(url);
  const { rowCount } = await client.query(sql);
  await client.end();
  return rowCount ?? 0;
};

test('a test database is migrated, and its own', async () => {
  await using one = await createTestDatabase();
  await using two = await createTestDatabase();
  expect(await count(one.url, 'select from carillon_migration')).toBeGreaterThan(0);
  await count(one.url, 'create table only_here ()');
  expect(await count(two.url, "select from pg_tables where tablename = 'only_here'")).toBe(0);
});

test('several are made at once', async () => {
  await using stack = new AsyncDisposableStack();
  const made = await Promise.all([1, 2, 3, 4].map(createTestDatabase));
  for (const database of made) stack.use(database);
  expect(new Set(made.map(({ name }) => name)).size).toBe(4);
});

test('its disposal drops it', async () => {
  const { adminUrl } = inject('postgres');
  const database = await createTestDatabase();
  const there = `select from pg_database where datname = '${database.name}'`;
  expect(await count(adminUrl, there)).toBe(1);
  await database[Symbol.asyncDispose]();
  expect(await count(adminUrl, there)).toBe(0);
});

test('a connection left open fails the disposal by name, and the database is dropped none the less', async () => {
  const database = await createTestDatabase();
  const client = await connect(database.url);
  await client.query('select 42');
  await expect(database[Symbol.asyncDispose]()).rejects.toThrow(
    "1 connections to the test's database were left open:\na test (idle): select 42",
  );
  expect(
    await count(inject('postgres').adminUrl, `select from pg_database where datname = '${database.name}'`),
  ).toBe(0);
});
