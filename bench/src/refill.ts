import { duties } from '@carillon/server';
import type { Benchmark, Case } from './benchmark.ts';
import { seedDeployments, seedSchedules } from './server/seed.ts';
import { median, millisecondsOf, openStage } from './server/stage.ts';

const quiet = 100_000;
const passes = 200;

const duty = (name: string) => {
  const found = duties.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no loop called ${name}`);
  return found;
};

const measure = async (): Promise<Case> => {
  await using stage = await openStage();
  await seedDeployments(stage.sql, quiet);
  await seedSchedules(stage.sql, '1 hour');
  const scheduler = duty('scheduler');
  const pass = () => millisecondsOf(() => scheduler.pass(stage.services));
  const probe = () => millisecondsOf(() => stage.sql.query('select 1'));
  await pass();
  await probe();
  const times = { pass: [] as number[], probe: [] as number[] };
  for (let round = 0; round < passes; round += 1) {
    times.pass.push(await pass());
    times.probe.push(await probe());
  }
  const reached = median(times.pass);
  return {
    name: `one pass over ${quiet.toLocaleString('en')} quiet schedules`,
    unit: 'ms',
    figures: [
      { subject: 'carillon', value: reached },
      { subject: 'select 1', value: median(times.probe), note: 'a round trip to the database' },
    ],
    aims: [{ words: 'at most 5 ms', reached, wanted: 5, less: true }],
  };
};

export const benchmark: Benchmark = {
  about: 'what the scheduler costs when nothing is due',
  run: async () => [await measure()],
};
