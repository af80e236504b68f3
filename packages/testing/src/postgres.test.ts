import { Client } from 'pg';
import { expect, inject, onTestFinished, test } from 'vitest';
import { startTestCluster } from './postgres.ts';

test('databases of runs that are gone are dropped, those of living runs stay', async () => {
  const { adminUrl, template } = inject('postgres');
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  onTestFinished(() => admin.end());
  const databases = async (): Promise<string[]> => {
    const { rows } = await admin.query<{ datname: string }>('select datname from pg_database');
    return rows.map(({ datname }) => datname);
  };
  await admin.query('create database carillon_test_00000000_killed');

  const other = await startTestCluster(adminUrl);
  const during = await databases();
  expect(during).not.toContain('carillon_test_00000000_killed');
  expect(during).toEqual(expect.arrayContaining([template, other.template]));
  await other.stop();
  expect(await databases()).not.toContain(other.template);
});
