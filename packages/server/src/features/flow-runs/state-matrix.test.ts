import { readFileSync } from 'node:fs';
import { stateType } from '@carillon/core';
import { type TestApp, testApp } from '@carillon/testing';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

const limits = ['no-deployment', 'none', 'free', 'full', 'full-cancel-new', 'zero'] as const;

const cells = z
  .array(
    z.object({
      initial: stateType,
      initial_name: z.string(),
      initial_scheduled_time: z.enum(['past', 'future']).optional(),
      proposed: stateType,
      proposed_name: z.string(),
      force: z.boolean(),
      limit: z.enum(limits),
      result: z.string(),
      state_type: stateType,
      state_name: z.string(),
    }),
  )
  .parse(
    JSON.parse(
      readFileSync(new URL('../../../../../e2e/conformance/states/matrix.json', import.meta.url), 'utf8'),
    ),
  );
type Cell = (typeof cells)[number];

/** Where a full deployment meets a paused run, which stays paused here: see docs/parity.md. */
const isMended = ({ initial, proposed, limit, force }: Cell): boolean =>
  !force && initial === 'PAUSED' && proposed === 'PENDING' && limit.startsWith('full');

/** The rules themselves are held to every cell in core; here to every eleventh, through the tables. */
const sample = cells.filter((cell, index) => index % 11 === 0 && !isMended(cell));

let app: TestApp;
let flowId: string;
let deployments: Map<string, string | null>;

const deploymentOf = async (limit: (typeof limits)[number]): Promise<string | null> => {
  if (limit === 'no-deployment') return null;
  const { deployment } = await app.caller.deployments.create({
    flowId,
    name: limit,
    ...(limit !== 'none' && { concurrencyLimit: limit === 'free' ? 1_000_000 : 1 }),
    ...(limit === 'full-cancel-new' && { concurrencyOptions: { collisionStrategy: 'CANCEL_NEW' } }),
  });
  if (limit.startsWith('full')) {
    await app.caller.flowRuns.create({ flowId, deploymentId: deployment.id, state: { type: 'RUNNING' } });
  }
  if (limit === 'zero') {
    const id = deployment.globalConcurrencyLimit?.id ?? '';
    await app.caller.concurrencyLimits.update({ id, limit: 0 });
  }
  return deployment.id;
};

beforeAll(async () => {
  app = await testApp();
  ({ id: flowId } = (await app.caller.flows.create({ name: 'report' })).flow);
  deployments = new Map();
  for (const limit of limits) deployments.set(limit, await deploymentOf(limit));
  return () => app[Symbol.asyncDispose]();
});

const pauseDetails = (name: string) => ({
  pauseTimeout: new Date(app.clock.now().getTime() + 3_600_000),
  pauseReschedule: name === 'Suspended',
});

const runOf = async (cell: Cell): Promise<string> => {
  const at = app.clock.now().getTime();
  const scheduledTime = { past: new Date(at - 3_600_000), future: new Date(at + 3_600_000) };
  const { run } = await app.caller.flowRuns.create({
    flowId,
    deploymentId: deployments.get(cell.limit) ?? null,
    state: {
      type: cell.initial,
      name: cell.initial_name,
      stateDetails: {
        ...(cell.initial_scheduled_time && { scheduledTime: scheduledTime[cell.initial_scheduled_time] }),
        ...(cell.initial === 'PAUSED' && pauseDetails(cell.initial_name)),
      },
    },
  });
  return run.id;
};

test('sampled cells of the measured state matrix are answered as measured', async () => {
  const differing = await Promise.all(
    sample.map(async (cell) => {
      const id = await runOf(cell);
      const { status, state } = await app.caller.flowRuns.setState({
        id,
        state: {
          type: cell.proposed,
          name: cell.proposed_name,
          stateDetails: cell.proposed === 'PAUSED' ? pauseDetails(cell.proposed_name) : {},
        },
        force: cell.force,
      });
      const run = await app.caller.flowRuns.read({ id });
      expect(run.stateId).toBe(state?.id);
      const got = [status, run.stateType, run.stateName];
      const measured = [cell.result, cell.state_type, cell.state_name];
      return got.join() === measured.join() ? [] : [{ cell, got, measured }];
    }),
  );
  expect(differing.flat()).toEqual([]);
});
