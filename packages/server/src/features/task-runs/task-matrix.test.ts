import { readFileSync } from 'node:fs';
import { stateType } from '@carillon/core';
import { deploy, type TestApp, testApp } from '@carillon/testing';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

const cells = z
  .array(
    z.object({
      initial: stateType,
      initial_name: z.string(),
      initial_scheduled_time: z.enum(['past', 'future']).optional(),
      initial_data: z.enum(['persisted', 'unpersisted']).optional(),
      initial_run_count: z.int(),
      proposed: stateType,
      proposed_name: z.string(),
      force: z.boolean(),
      flow_run: z.union([z.literal('none'), stateType]),
      retries: z.int().optional(),
      deferred: z.boolean().optional(),
      result: z.string(),
      state_type: stateType,
      state_name: z.string(),
      run_count: z.int(),
    }),
  )
  .parse(
    JSON.parse(
      readFileSync(
        new URL('../../../../../e2e/conformance/states/task-matrix.json', import.meta.url),
        'utf8',
      ),
    ),
  );

/** The rules themselves are held to every cell in core; here to every sixth, through the tables. */
const sample = cells.filter((_, index) => index % 6 === 0);
const data = { persisted: { type: 'reference', key: 'k' }, unpersisted: { type: 'unpersisted' } };

let app: TestApp;
let flowRuns: Map<string, string | null>;

beforeAll(async () => {
  app = await testApp();
  const { flowId } = await deploy(app);
  const made = stateType.options.map(async (type): Promise<[string, string]> => {
    const { run } = await app.caller.flowRuns.create({ flowId, state: { type } });
    return [type, run.id];
  });
  flowRuns = new Map([['none', null], ...(await Promise.all(made))]);
  return () => app[Symbol.asyncDispose]();
});

const taskRunOf = async (cell: (typeof sample)[number], index: number): Promise<string> => {
  const at = app.clock.now().getTime();
  const scheduledTime = { past: new Date(at - 3_600_000), future: new Date(at + 3_600_000) };
  const initial = {
    type: cell.initial,
    name: cell.initial_name,
    data: cell.initial_data === undefined ? null : data[cell.initial_data],
    stateDetails: cell.initial_scheduled_time
      ? { scheduledTime: scheduledTime[cell.initial_scheduled_time] }
      : {},
  };
  const runsFirst = cell.initial_run_count > (cell.initial === 'RUNNING' ? 1 : 0);
  const { run } = await app.caller.taskRuns.create({
    flowRunId: flowRuns.get(cell.flow_run) ?? null,
    taskKey: 'cell',
    dynamicKey: `${index}`,
    empiricalPolicy: { retries: cell.retries ?? null },
    state: runsFirst ? { type: 'RUNNING' } : initial,
  });
  if (runsFirst) await app.caller.taskRuns.setState({ id: run.id, state: initial, force: true });
  return run.id;
};

test('sampled cells of the measured task matrix are answered as measured', async () => {
  const differing = await Promise.all(
    sample.map(async (cell, index) => {
      const id = await taskRunOf(cell, index);
      const { status } = await app.caller.taskRuns.setState({
        id,
        state: {
          type: cell.proposed,
          name: cell.proposed_name,
          stateDetails: { deferred: cell.deferred ?? false },
        },
        force: cell.force,
      });
      const run = await app.caller.taskRuns.read({ id });
      const got = [status, run.stateType, run.stateName, run.runCount];
      const measured = [cell.result, cell.state_type, cell.state_name, cell.run_count];
      return got.join() === measured.join() ? [] : [{ cell, got, measured }];
    }),
  );
  expect(differing.flat()).toEqual([]);
});
