import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// A busy machine is waited for, and what fails is tried once more: the closing lines name what passed only then.
const room = (name: string, root: string, testTimeout = 30_000) => ({
  name,
  root,
  include: ['src/**/*.test.ts'],
  retry: 1,
  testTimeout,
  expect: { poll: { timeout: 10_000 } },
});

// One project a room. Rooms that need PostgreSQL share one cluster, started once per run.
const pure = (name: string, root: string) => ({ test: room(name, root) });
const withDatabase = (name: string, root: string, testTimeout?: number) => ({
  test: {
    ...room(name, root, testTimeout),
    globalSetup: [fileURLToPath(new URL('./packages/testing/src/global-setup.ts', import.meta.url))],
    hookTimeout: 60_000,
  },
});

export default defineConfig({
  test: {
    // Most of a test's time here is a wait for another process, so two at once fit on the smallest machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: ['default', './scripts/count-reporter.ts'],
    coverage: { provider: 'v8', include: ['packages/*/src/**'] },
    projects: [
      pure('core', 'packages/core'),
      pure('process', 'packages/process'),
      withDatabase('testing', 'packages/testing'),
      withDatabase('server', 'packages/server'),
      withDatabase('sdk', 'packages/sdk'),
      withDatabase('runner', 'packages/runner'),
      pure('runner-app', 'apps/runner'),
      pure('cli', 'apps/cli'),
      pure('dashboard', 'apps/dashboard'),
      withDatabase('e2e', 'e2e', 120_000),
    ],
  },
});
