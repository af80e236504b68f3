import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createLogger } from '@carillon/process';
import { serve } from '@carillon/runner';
import { createClient, deploy } from '@carillon/sdk';
import { serverConfig, startEmbeddedPostgres, startServer } from '@carillon/server';
import type { Benchmark, Case } from './benchmark.ts';
import { type stamping, stampingDeployment } from './server/stamping-flow.ts';

const runs = 200;
const warmUps = 5;
/** Apart enough that each run finds a system at rest, the next child warm. */
const apartMs = 500;
const aheadMs = 300;

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

/** How late the first line of each run's flow is, in milliseconds. */
const lateness = async (): Promise<number[]> => {
  await using stack = new AsyncDisposableStack();
  const log = createLogger({ level: 'error' });
  const folder = await mkdtemp(path.join(tmpdir(), 'carillon-bench-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ folder: path.join(folder, 'postgres'), log });
  stack.defer(() => postgres.stop());
  const server = await startServer({
    config: serverConfig.parse({ port: 0 }),
    databaseUrl: postgres.url,
    log,
  });
  stack.defer(() => server.stop());
  const client = createClient({ url: server.url });
  await deploy(client, [stampingDeployment]);
  const drain = new AbortController();
  const file = path.join(import.meta.dirname, 'server', 'stamping-flow.ts');
  const serving = serve([stampingDeployment], { url: server.url, file, signal: drain.signal, log });
  stack.defer(async () => {
    drain.abort();
    await serving;
  });
  const late: number[] = [];
  for (let round = -warmUps; round < runs; round += 1) {
    const due = new Date(Date.now() + aheadMs);
    const stamps = path.join(folder, `${round}`);
    const run = await client.run<typeof stamping>('stamping/bench', { file: stamps }, { at: due });
    await run.result();
    if (round >= 0) late.push(Number(await readFile(stamps, 'utf8')) - due.getTime());
    await delay(apartMs);
  }
  return late;
};

const measure = async (): Promise<Case[]> => {
  const late = await lateness();
  const caseOf = (name: string, share: number, wanted: number): Case => {
    const reached = percentile(late, share);
    return {
      name: `due to first line of user code, ${name} of ${runs} runs`,
      unit: 'ms',
      figures: [{ subject: 'carillon', value: reached }],
      aims: [{ words: `at most ${wanted} ms`, reached, wanted, less: true }],
    };
  };
  return [caseOf('p50', 0.5, 5), caseOf('p99', 0.99, 25)];
};

export const benchmark: Benchmark = {
  about:
    'how late user code begins on a system at rest: server, runner and child as processes of one machine',
  run: measure,
};
