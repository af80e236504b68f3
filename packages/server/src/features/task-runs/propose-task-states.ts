import {
  type OrchestratedTaskRun,
  type OrchestrationResult,
  orchestrationResultOf,
  repeatedResultOf,
  type State,
  stateId,
  taskTransition,
} from '@carillon/core';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { gatherFacts, type ProposedTaskState, type TaskFacts, type TaskProposals } from './gather-facts.ts';
import { type LockedTaskRow, orchestratedTaskRun, type Parents } from './orchestrated-task-run.ts';
import { lockTaskRuns } from './statements/lock-task-runs.ts';
import { takenKey } from './statements/read-taken-transitions.ts';
import { type WrittenTaskState, writeTaskStates } from './statements/write-task-states.ts';

/** A task run while its states are decided. */
type Open = {
  run: OrchestratedTaskRun;
  readonly row: LockedTaskRow;
  held: readonly string[];
  readonly written: WrittenTaskState[];
};

const cacheKeyMax = 2000;

/**
 * Proposes states to task runs, to each in order and to all under one lock, and tells what became of them, task by task: up to
 * the first that was not accepted, after which no more are looked at. A state whose transition id is in the run's history was
 * proposed before, and is answered by what was made of it then. Of a task run that does not exist, or not in these flow runs:
 * undefined. The flow runs are locked by the caller.
 */
export const proposeTaskStates = async (
  context: Context,
  { tasks, parents }: { tasks: readonly TaskProposals[]; parents: Parents },
): Promise<(OrchestrationResult[] | undefined)[]> => {
  const { db, now } = context;
  const ids = tasks.map(({ id }) => id);
  const rows = (await lockTaskRuns(db, ids)).filter((row) => parents.has(row.flow_run_id));
  const facts = await gatherFacts(context, { tasks, rows, parents });
  const open = new Map<string, Open>(
    rows.map((row) => [row.id, { run: orchestratedTaskRun(row), row, held: row.held_limits, written: [] }]),
  );
  const answers = tasks.map(({ id, states }) => {
    const task = open.get(id);
    return task && proposeInOrder(task, states, { facts, now });
  });
  const writes = [...open.values()].flatMap(({ run, held, written }) =>
    written.length === 0 ? [] : [{ taskRunId: run.id, states: written, run, heldLimits: held }],
  );
  await writeTaskStates(db, { writes, now });
  return answers;
};

type Surroundings = { facts: TaskFacts; now: Date };

const proposeInOrder = (
  task: Open,
  states: readonly ProposedTaskState[],
  surroundings: Surroundings,
): OrchestrationResult[] => {
  const results: OrchestrationResult[] = [];
  for (const proposed of states) {
    const result = answerAgain(task, proposed, surroundings) ?? decide(task, proposed, surroundings);
    results.push(result);
    if (result.status !== 'ACCEPT') break;
  }
  return results;
};

const answerAgain = (
  { run, written }: Open,
  { state: proposed }: ProposedTaskState,
  { facts: { taken } }: Surroundings,
): OrchestrationResult | null => {
  const { transitionId } = proposed.stateDetails;
  if (transitionId === null) return null;
  const state =
    taken.get(takenKey(run.id, transitionId)) ??
    written.find((entry) => entry.state.stateDetails.transitionId === transitionId)?.state;
  return state === undefined ? null : repeatedResultOf(proposed, state);
};

/** Decides one state, and moves the task run on by it. */
const decide = (
  task: Open,
  { state: proposed, at, force }: ProposedTaskState,
  { facts, now }: Surroundings,
): OrchestrationResult => {
  const { run, row, held } = task;
  const { cacheKey, deferred } = proposed.stateDetails;
  const verdict = taskTransition(run, proposed, {
    now: at,
    stateId: stateId.parse(newId(now)),
    force,
    flowRun: facts.parents.get(row.flow_run_id) ?? null,
    cached: cacheKey === null ? null : (facts.cached.get(cacheKey) ?? null),
    tagLimits: facts.slots.ask(row.tags, held),
    random: Math.random(),
  });
  if (verdict.write !== null) {
    const { state } = verdict.write;
    const isRuled = !force || deferred === true;
    const takesSlots = !force && deferred !== true;
    task.run = { ...run, ...verdict.write.run, state };
    task.held = heldAfter(task, { before: run.state, state, takesSlots, facts });
    task.written.push({ state, cacheKey: isRuled && verdict.status === 'ACCEPT' ? resultKey(state) : null });
  }
  return orchestrationResultOf(verdict, run.state);
};

type Entered = { before: State | null; state: State; takesSlots: boolean; facts: TaskFacts };

/** A task run holds its slots while it runs or is being cancelled. One that nobody asked for them, by force say, has none. */
const heldAfter = (
  { row, held }: Open,
  { before, state, takesSlots, facts: { slots } }: Entered,
): readonly string[] => {
  if (state.type === 'RUNNING')
    return takesSlots && before?.type !== 'RUNNING' ? slots.hold(row.tags, held) : held;
  if (state.type === 'CANCELLING') return held;
  slots.giveBack(held);
  return [];
};

/** The key that a result is kept under, for later task runs to find. */
const resultKey = ({ type, stateDetails: { cacheKey } }: State): string | null =>
  type === 'COMPLETED' && cacheKey !== null && cacheKey.length <= cacheKeyMax ? cacheKey : null;
