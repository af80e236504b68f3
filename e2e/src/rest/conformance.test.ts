import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { createLogger } from '@carillon/process';
import { serverConfig, startServer } from '@carillon/server';
import { createTestDatabase } from '@carillon/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { repository } from '../../fixtures/carillon.ts';

const kit = path.join(repository, 'e2e/conformance');
const scenarios = [
  'concurrency-limits',
  'create-flow-run',
  'deployments-create',
  'deployments-filter',
  'deployments-read-update',
  'flow-run-states',
  'flow-runs',
  'flows',
  'logs',
  'orchestration-edge',
  'pause-resume',
  'poll-for-runs',
  'schedule-runs',
  'schedules-crud',
  'start-up',
  'task-runs',
  'variables',
  'work-pools',
  'work-queues',
];

const play = z.object({
  stale: z.array(z.unknown()),
  results: z.array(
    z.object({
      name: z.string(),
      calls: z.number(),
      matched: z.number(),
      crash: z.string().nullable(),
      failed: z.array(z.object({ index: z.number(), title: z.string(), problems: z.array(z.string()) })),
    }),
  ),
});

const playAll = async (base: string): Promise<z.output<typeof play>> => {
  const args = ['--base', base, '--mended', path.join(kit, 'mended.json'), '--json'];
  const run = promisify(execFile)(process.execPath, [path.join(kit, 'conformance.mjs'), ...args], {
    maxBuffer: 64 * 1024 * 1024,
  });
  // Its exit status says that something differs, and its output what.
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return play.parse(JSON.parse(stdout));
};

let played: z.output<typeof play>;
beforeAll(async () => {
  await using database = await createTestDatabase();
  const config = serverConfig.parse({ port: 0 });
  const log = createLogger({ level: 'silent' });
  const server = await startServer({ config, databaseUrl: database.url, log });
  try {
    played = await playAll(`${server.url}/api`);
  } finally {
    await server.stop();
  }
}, 240_000);

describe('what a recorded Prefect 3.9.1 answered, Carillon answers', () => {
  test.each(scenarios)('%s', (name) => {
    const result = played.results.find((one) => one.name === name);
    expect(result).toMatchObject({ crash: null, failed: [] });
    expect(result?.matched).toBe(result?.calls);
  });

  test('in every scenario of the kit, and with no difference listed that there is not', () => {
    expect(played.results.map(({ name }) => name)).toEqual(scenarios);
    expect(played.stale).toEqual([]);
  });
});
