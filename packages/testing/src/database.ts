import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import type {} from './global-setup.ts';
import { leftConnections } from './leaks.ts';

export type TestDatabase = AsyncDisposable & { url: string; name: string };

const asAdmin = async <T>(adminUrl: string, work: (admin: Client) => Promise<T>): Promise<T> => {
  const admin = new Client({ connectionString: adminUrl, application_name: 'carillon tests' });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
};

/** A copy of a database. Its disposal drops it, and throws when a connection to it was left open. */
const copyOf = async (template: string): Promise<TestDatabase> => {
  const { adminUrl, prefix } = inject('postgres');
  const name = `${prefix}${randomBytes(6).toString('hex')}`;
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  await asAdmin(adminUrl, (admin) =>
    admin.query(`create database ${name} template ${template} strategy = file_copy`),
  );

  return {
    name,
    url: url.href,
    [Symbol.asyncDispose]: () =>
      asAdmin(adminUrl, async (admin) => {
        const left = await leftConnections(admin, name);
        await admin.query(`drop database ${name} with (force)`);
        if (left.length > 0) {
          throw new Error(
            `${left.length} connections to the test's database were left open:\n${left.join('\n')}`,
          );
        }
      }),
  };
};

/** A new migrated database, empty but for what migrations put there. */
export const createTestDatabase = (): Promise<TestDatabase> => copyOf(inject('postgres').template);

/** A new database without any table. */
export const createEmptyDatabase = (): Promise<TestDatabase> => copyOf('template0');
