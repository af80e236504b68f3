import { randomUUID } from 'node:crypto';
import { runnerId } from '@carillon/core';
import { createClient } from '@carillon/sdk';
import { serveHttp } from '@carillon/server';
import { Logger, makeWorkerUtils, runOnce } from 'graphile-worker';
import { PgBoss } from 'pg-boss';
import type { Benchmark, Case } from './benchmark.ts';
import { seedDeployments, seedDueRuns } from './server/seed.ts';
import { millisecondsOf, openStage } from './server/stage.ts';

const jobs = 20_000;
const batch = 100;
const loops = 4;
const queue = 'bench';

/** Jobs a second, taken by so many loops at once until one finds nothing. */
const rateOf = async (takeSome: () => Promise<number>): Promise<number> => {
  const take = async (): Promise<number> => {
    let taken = 0;
    for (let some = await takeSome(); some > 0; some = await takeSome()) taken += some;
    return taken;
  };
  let taken: number[] = [];
  const elapsed = await millisecondsOf(async () => {
    taken = await Promise.all(Array.from({ length: loops }, take));
  });
  return (taken.reduce((sum, some) => sum + some, 0) / elapsed) * 1000;
};

const own = async (): Promise<number> => {
  await using stage = await openStage();
  await seedDeployments(stage.sql, 20);
  await seedDueRuns(stage.sql, jobs);
  const { rows } = await stage.sql.query<{ id: string }>('select id from deployment');
  const deploymentIds = rows.map(({ id }) => id);
  const http = await serveHttp(stage.services, { host: '127.0.0.1', port: 0, graceMs: 1000 });
  try {
    const client = createClient({ url: http.url });
    const runner = { id: runnerId.parse(randomUUID()), name: 'bench' };
    return await rateOf(async () => {
      const { runs } = await client.flowRuns.claim({ runner, deploymentIds, limit: batch });
      const reports = runs.map(({ run, leaseToken }) => ({
        id: run.id,
        leaseToken,
        state: { type: 'COMPLETED' as const, stateDetails: { transitionId: randomUUID() } },
      }));
      if (reports.length > 0) await client.flowRuns.report({ reports });
      return runs.length;
    });
  } finally {
    await http.close();
  }
};

const pgBoss = async (): Promise<number> => {
  await using stage = await openStage();
  const boss = new PgBoss({ connectionString: stage.url, supervise: false, schedule: false });
  boss.on('error', (error) => {
    throw error;
  });
  await boss.start();
  try {
    await boss.createQueue(queue);
    await boss.insert(
      queue,
      Array.from({ length: jobs }, (_, index) => ({ data: { index } })),
    );
    return await rateOf(async () => {
      const taken = await boss.fetch(queue, { batchSize: batch });
      if (taken.length > 0)
        await boss.complete(
          queue,
          taken.map(({ id }) => id),
        );
      return taken.length;
    });
  } finally {
    await boss.stop({ graceful: false });
  }
};

const graphileWorker = async (): Promise<number> => {
  await using stage = await openStage();
  const utils = await makeWorkerUtils({ connectionString: stage.url });
  try {
    await utils.migrate();
    await stage.sql.query(
      `select graphile_worker.add_job($1, json_build_object('index', i)) from generate_series(1, $2::int) i`,
      [queue, jobs],
    );
  } finally {
    await utils.release();
  }
  const elapsed = await millisecondsOf(() =>
    runOnce({
      connectionString: stage.url,
      taskList: { [queue]: () => {} },
      noHandleSignals: true,
      logger: new Logger(() => () => {}),
      preset: {
        worker: {
          concurrentJobs: batch,
          maxPoolSize: 10,
          completeJobBatchDelay: 0,
          localQueue: { size: batch * loops },
        },
      },
    }),
  );
  return (jobs / elapsed) * 1000;
};

const measure = async (): Promise<Case> => {
  const reached = await own();
  return {
    name: `${jobs.toLocaleString('en')} due runs claimed ${batch} at a time, each completed`,
    unit: 'jobs/s',
    figures: [
      {
        subject: 'carillon',
        value: reached,
        note: 'over HTTP; each run has its rules, its history and its token',
      },
      {
        subject: 'pg-boss',
        value: await pgBoss(),
        note: 'SQL by the worker itself; a batch is one statement',
      },
      {
        subject: 'graphile-worker',
        value: await graphileWorker(),
        note: 'SQL by the worker itself, in batches',
      },
    ],
    aims: [{ words: 'at least 20,000 a second', reached, wanted: 20_000 }],
  };
};

export const benchmark: Benchmark = {
  about: 'claiming due runs and completing them, beside the queues of PostgreSQL',
  run: async () => [await measure()],
};
