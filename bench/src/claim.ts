import { randomUUID } from 'node:crypto';
import { runnerId } from '@carillon/core';
import type { Benchmark, Case } from './benchmark.ts';
import { plainClaim } from './server/plain-claim.ts';
import { seedDeployments, seedDueRuns } from './server/seed.ts';
import { millisecondsOf, openStage, type Stage } from './server/stage.ts';

const deployments = 20;
const runs = 40_000;
const batch = 100;

const idsOf = async ({ sql }: Stage): Promise<string[]> =>
  (await sql.query<{ id: string }>('select id from deployment')).rows.map(({ id }) => id);

const all = async (claimSome: () => Promise<number>): Promise<number> => {
  let claimed = 0;
  const elapsed = await millisecondsOf(async () => {
    for (let some = await claimSome(); some > 0; some = await claimSome()) claimed += some;
  });
  return (claimed / elapsed) * 1000;
};

const rateOn = async (work: (stage: Stage, ids: string[]) => () => Promise<number>): Promise<number> => {
  await using stage = await openStage();
  await seedDeployments(stage.sql, deployments);
  await seedDueRuns(stage.sql, runs);
  return await all(work(stage, await idsOf(stage)));
};

const measure = async (): Promise<Case> => {
  const holder = JSON.stringify({ id: randomUUID(), name: 'bench' });
  const raw = await rateOn(({ sql }, ids) => async () => {
    const { rowCount } = await sql.query(plainClaim, [ids, batch, holder]);
    return rowCount ?? 0;
  });
  const runner = { id: runnerId.parse(randomUUID()), name: 'bench' };
  const own = await rateOn(({ caller }, ids) => async () => {
    const claimed = await caller.flowRuns.claim({ runner, deploymentIds: ids, limit: batch });
    return claimed.runs.length;
  });
  return {
    name: `claims of ${batch} due runs at a time`,
    unit: 'runs/s',
    figures: [
      { subject: 'carillon', value: own, note: 'the whole procedure, with its schemas' },
      { subject: 'plain SQL', value: raw },
    ],
    aims: [{ words: 'at least 0.6 of plain SQL', reached: own / raw, wanted: 0.6 }],
  };
};

export const benchmark: Benchmark = {
  about: 'claiming due runs, beside a claim by plain SQL',
  run: async () => [await measure()],
};
