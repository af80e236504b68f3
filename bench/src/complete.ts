import { randomUUID } from 'node:crypto';
import { runnerId } from '@carillon/core';
import { createClient } from '@carillon/sdk';
import { serveHttp } from '@carillon/server';
import { Logger, makeWorkerUtils, runOnce } from 'graphile-worker';
import { PgBoss } from 'pg-boss';
import type { Benchmark, Case } from './benchmark.ts';
import { plainClaim } from './server/plain-claim.ts';
import { seedDeployments, seedDueRuns } from './server/seed.ts';
import { millisecondsOf, openStage, type Stage } from './server/stage.ts';

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

/** So many due runs, of these deployments. */
const seed = async ({ sql }: Stage): Promise<string[]> => {
  await seedDeployments(sql, 20);
  await seedDueRuns(sql, jobs);
  return (await sql.query<{ id: string }>('select id from deployment')).rows.map(({ id }) => id);
};

const own = async (): Promise<number> => {
  await using stage = await openStage();
  const deploymentIds = await seed(stage);
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

/** Claimed runs ($1) become COMPLETED, with a row of history each. */
const plainEnd = `
  with ended as (
    update flow_run r set updated = now(), state_id = gen_random_uuid(), state_type = 'COMPLETED',
      state_name = 'Completed', state_timestamp = now(), start_time = now(), end_time = now(), lease_token = null,
      lease_expires_at = null, lease_holder = null
    where r.id = any($1::uuid[])
    returning r.*
  )
  insert into flow_run_state (id, flow_run_id, type, name, timestamp, state_details)
  select state_id, id, 'COMPLETED', 'Completed', state_timestamp, state_details from ended`;

const plainly = async (): Promise<number> => {
  await using stage = await openStage();
  const deploymentIds = await seed(stage);
  const holder = JSON.stringify({ id: randomUUID(), name: 'bench' });
  return await rateOf(async () => {
    const { rows } = await stage.pool.query<{ id: string }>(plainClaim, [deploymentIds, batch, holder]);
    if (rows.length > 0) await stage.pool.query(plainEnd, [rows.map(({ id }) => id)]);
    return rows.length;
  });
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
  const raw = await plainly();
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
        subject: 'plain SQL',
        value: raw,
        note: 'the same rows, history and indexes: two statements a batch, no rules',
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
