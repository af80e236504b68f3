import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@carillon/sdk';
import { failOnLeftProcesses } from '@carillon/testing/leaks';
import { until } from '@carillon/testing/until';
import { expect, test } from 'vitest';
import { type Chaos, openChaos } from '../../fixtures/chaos.ts';
import { user } from '../../fixtures/chaos-users.ts';
import { newFolder } from '../../fixtures/folder.ts';
import { faultsIn, readJournal } from '../../fixtures/journal.ts';
import { randomOf } from '../../fixtures/random.ts';

failOnLeftProcesses();

const seconds = Number(process.env.CARILLON_CHAOS_SECONDS ?? 60);
const seed = Number(process.env.CARILLON_CHAOS_SEED ?? Math.floor(Math.random() * 2 ** 32));
const leaseSeconds = 3;
const healthyMs = (leaseSeconds + 2) * 1000;
const users = 5;
const open = ['SCHEDULED', 'PENDING', 'RUNNING', 'PAUSED', 'CANCELLING'] as const;

/** Does something to somebody every now and then. */
const destroy = async ({ actions }: Chaos, random: () => number, over: AbortSignal): Promise<string[]> => {
  const done: string[] = [];
  const whole = actions.reduce((sum, { weight }) => sum + weight, 0);
  while (!over.aborted) {
    await delay(300 + random() * 1200);
    let at = random() * whole;
    const action = actions.find(({ weight }) => {
      at -= weight;
      return at < 0;
    });
    done.push(action?.name ?? '');
    await action?.act();
  }
  return done;
};

/** Task runs and sub-flows that have not ended, and the state of the flow run that they belong to. */
const leftOpen = async (client: Client): Promise<string[]> => {
  const state = { type: { any: [...open] } };
  const { results: tasks } = await client.taskRuns.list({ taskRuns: { state } });
  const { results: subflows } = await client.flowRuns.list({
    flowRuns: { state, parentTaskRunId: { isNull: false } },
  });
  const words = tasks.map(async ({ id, name, stateName, flowRunId }) => {
    const flowRun = flowRunId === null ? null : await client.flowRuns.read({ id: flowRunId });
    return `${name} (${id}) is ${stateName} in run ${flowRunId}, which is ${flowRun?.stateName}`;
  });
  return [
    ...(await Promise.all(words)),
    ...subflows.map(({ id, stateName }) => `sub-flow ${id} is ${stateName}`),
  ];
};

test(
  `${seconds} s of random kills (seed ${seed}): nothing is lost, nothing runs twice at once, no limit is exceeded, nothing deadlocks`,
  async () => {
    console.log(
      `chaos: ${seconds} s, seed ${seed}; again: npm run chaos -- --seconds ${seconds} --seed ${seed}`,
    );
    const random = randomOf(seed);
    await using chaos = await openChaos(await newFolder(), { leaseSeconds });
    const { stage } = chaos;
    const over = AbortSignal.timeout(seconds * 1000);
    const atWork = Array.from({ length: users }, () => user(stage.client, { random, over }));
    const done = await destroy(chaos, random, over);
    await chaos.mended();

    const mended = performance.now();
    const asked = (await Promise.all(atWork)).flat();
    expect(performance.now() - mended).toBeLessThan(2 * healthyMs);
    console.log(`chaos: ${done.length} kills, ${asked.length} runs`);
    expect(
      asked.filter(({ end, cancelled }) => end !== 'COMPLETED' && !(cancelled && end === 'CANCELLED')),
    ).toEqual([]);
    expect(asked.length).toBeGreaterThan(0);

    // What schedules made has run, too: each second one run, none left out.
    const now = new Date();
    const scheduled = { flows: { name: { any: ['scheduled'] } } };
    await until(
      'every scheduled run that is due has ended',
      async () =>
        (await stage.client.flowRuns.count({
          ...scheduled,
          flowRuns: { state: { type: { any: [...open] } }, expectedStartTime: { before: now } },
        })) === 0,
      healthyMs * 2,
    );
    const { results } = await stage.client.flowRuns.list({
      ...scheduled,
      flowRuns: { expectedStartTime: { before: now } },
      sort: 'EXPECTED_START_TIME_DESC',
    });
    const starts = results.map(({ nominalStart }) => nominalStart?.getTime() ?? 0);
    expect(starts.slice(1).map((start, index) => (starts[index] ?? 0) - start)).toEqual(
      starts.slice(1).map(() => 1000),
    );
    expect(results.every(({ stateType }) => stateType === 'COMPLETED')).toBe(true);

    // Nothing that a process left open when it was killed stays so.
    await expect.poll(() => leftOpen(stage.client), { timeout: 2 * healthyMs }).toEqual([]);
    expect(faultsIn(readJournal(chaos.journal))).toEqual([]);
    expect(chaos.lines().filter((line) => /40P01|deadlock detected/.test(line))).toEqual([]);
  },
  (seconds + 180) * 1000,
);
