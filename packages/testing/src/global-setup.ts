import type { TestProject } from 'vitest/node';
import { startTestCluster, type TestCluster, type TestPostgres } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: TestPostgres;
  }
}

type Shared = { cluster: Promise<TestCluster>; users: number };

// vitest calls this once a project, each time with a module instance of its own; the process is what they share.
const key = Symbol.for('carillon.testing.cluster');
const run: typeof globalThis & { [key]?: Shared | undefined } = globalThis;

export default async (project: TestProject): Promise<() => Promise<void>> => {
  run[key] ??= { cluster: startTestCluster(process.env.TEST_DATABASE_URL), users: 0 };
  const shared = run[key];
  shared.users += 1;
  const { adminUrl, template, prefix, stop } = await shared.cluster;
  project.provide('postgres', { adminUrl, template, prefix });

  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    run[key] = undefined;
    await stop();
  };
};
