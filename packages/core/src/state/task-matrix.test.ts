import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { stateType } from '../schemas/state.ts';
import { orchestrationResultOf } from './result.ts';
import { after, proposal } from './sample-run.ts';
import { sampleParent, sampleTaskFacts, sampleTaskRun, taskState } from './sample-task-run.ts';
import { taskTransition } from './task-transition.ts';

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
      readFileSync(new URL('../../../../e2e/conformance/states/task-matrix.json', import.meta.url), 'utf8'),
    ),
  );
type Cell = (typeof cells)[number];

const data = { persisted: { type: 'reference', key: 'k' }, unpersisted: { type: 'unpersisted' } };
const scheduledTimes = { past: after(-3600), future: after(3600) };
const answer = (cell: Cell) => {
  const state = taskState(
    proposal(cell.initial, {
      name: cell.initial_name,
      data: cell.initial_data === undefined ? null : data[cell.initial_data],
      details: cell.initial_scheduled_time
        ? { scheduledTime: scheduledTimes[cell.initial_scheduled_time] }
        : {},
    }),
  );
  const verdict = taskTransition(
    sampleTaskRun({ state, policy: { retries: cell.retries ?? null }, runCount: cell.initial_run_count }),
    proposal(cell.proposed, { name: cell.proposed_name, details: { deferred: cell.deferred ?? false } }),
    sampleTaskFacts({
      force: cell.force,
      flowRun:
        cell.flow_run === 'none' ? null : sampleParent(cell.flow_run, cell.flow_run === 'RUNNING' ? 1 : 0),
    }),
  );
  const result = orchestrationResultOf(verdict, state);
  return {
    result: result.status,
    state_type: result.state?.type,
    state_name: result.state?.name,
    run_count: verdict.write?.run.runCount ?? cell.initial_run_count,
  };
};

describe('the measured task matrix', () => {
  test('is there whole', () => expect(cells).toHaveLength(1210));

  test.for(stateType.options)('every cell from %s is answered as measured', (initial) => {
    const differing = cells
      .filter((cell) => cell.initial === initial)
      .map((cell) => ({ ...cell, got: answer(cell) }))
      .filter(
        ({ got, ...cell }) =>
          got.result !== cell.result ||
          got.state_type !== cell.state_type ||
          got.state_name !== cell.state_name ||
          got.run_count !== cell.run_count,
      );
    expect(differing).toEqual([]);
  });
});
