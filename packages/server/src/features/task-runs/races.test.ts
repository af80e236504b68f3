import { randomUUID } from 'node:crypto';
import { runnerId } from '@carillon/core';
import { systemClock } from '@carillon/process';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { expireCancellations } from '../flow-runs/expire-cancellations.ts';
import { expireLeases } from '../flow-runs/expire-leases.ts';
import { endChildren } from './end-children.ts';

const runner = { id: runnerId.parse('0195f2a0-0000-7000-8000-000000000001'), name: 'one' };
const children = 6;

type Family = { parentId: string; standIns: string[]; childIds: string[] };

const family = async (app: TestApp, flowId: string, deploymentId: string): Promise<Family> => {
  const parent = await app.caller.flowRuns.create({ flowId, state: { type: 'RUNNING' } });
  const made = await Promise.all(
    Array.from({ length: children }, async (_, number) => {
      const { run } = await app.caller.taskRuns.create({
        flowRunId: parent.run.id,
        taskKey: 'child',
        dynamicKey: `${number}`,
        tags: ['db'],
      });
      const child =
        number % 2 === 0
          ? await app.caller.deployments.createRun({ id: deploymentId, parentTaskRunId: run.id })
          : await app.caller.flowRuns.create({ flowId, parentTaskRunId: run.id });
      return { standIn: run.id, childId: child.run.id };
    }),
  );
  return {
    parentId: parent.run.id,
    standIns: made.map(({ standIn }) => standIn),
    childIds: made.map(({ childId }) => childId),
  };
};

const oneOf = <T>(items: readonly T[]): T => {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
};

test('flow runs, subflows and task runs that many write at once, from all sides, never lock each other out', async () => {
  await using app = await testApp({ clock: systemClock });
  const { flowId, deploymentId } = await deploy(app, { concurrencyLimit: 3 });
  await app.caller.concurrencyLimits.create({ name: 'tag:db', limit: 2 });
  const families = await Promise.all([1, 2, 3].map(() => family(app, flowId, deploymentId)));
  const types = ['RUNNING', 'PENDING', 'FAILED', 'CANCELLING', 'CANCELLED', 'COMPLETED'] as const;
  const steps = [
    ({ caller }: TestApp, { childIds }: Family) =>
      caller.flowRuns.setState({ id: oneOf(childIds), state: { type: oneOf(types) } }),
    ({ caller }: TestApp, { standIns }: Family) =>
      caller.taskRuns.setState({ id: oneOf(standIns), state: { type: oneOf(types) } }),
    ({ caller }: TestApp, { parentId }: Family) =>
      caller.flowRuns.setState({ id: parentId, state: { type: oneOf(types) } }),
    ({ caller }: TestApp, { parentId, standIns }: Family) =>
      caller.taskRuns.report({
        flowRunId: parentId,
        tasks: [...standIns, randomUUID(), randomUUID()].map((id) => ({
          id,
          run: { taskKey: 'more', dynamicKey: `${Math.floor(Math.random() * 20)}`, tags: ['db'] },
          states: [{ type: oneOf(types), stateDetails: { transitionId: randomUUID() } }],
        })),
      }),
    ({ caller }: TestApp) => caller.flowRuns.claim({ runner, deploymentIds: [deploymentId], limit: 5 }),
    ({ services }: TestApp) => endChildren(services),
    ({ services }: TestApp) => expireLeases(services),
    ({ services }: TestApp) => expireCancellations(services),
  ];
  const writer = async (server: TestApp): Promise<void> => {
    for (let step = 0; step < 60; step += 1) await oneOf(steps)(server, oneOf(families));
  };
  {
    const servers = { databaseUrl: app.databaseUrl, clock: systemClock };
    await using one = await testApp(servers);
    await using two = await testApp(servers);
    await Promise.all(Array.from({ length: 6 }, () => [writer(one), writer(two)]).flat());
  }
  for (const { parentId } of families) await app.caller.flowRuns.delete({ id: parentId });
  expect(await app.caller.taskRuns.count({})).toBe(0);
  // What the servers' connections counted was written down when they ended.
  const { rows } = await app.read(({ db }) =>
    sql<{ deadlocks: number }>`
      select deadlocks from pg_stat_database where datname = current_database()`.execute(db),
  );
  expect(rows).toEqual([{ deadlocks: 0 }]);
}, 60_000);
