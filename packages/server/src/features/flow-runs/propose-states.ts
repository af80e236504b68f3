import {
  DomainError,
  type FlowRunId,
  type OrchestrationResult,
  orchestrationResultOf,
  type RunProgress,
  repeatedResultOf,
  type State,
  type StateCreate,
  stateId,
  transition,
} from '@carillon/core';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { announceState } from './announce-state.ts';
import { type LockedRow, orchestratedRun } from './orchestrated-run.ts';
import { settleSlots } from './settle-slots.ts';
import { askSlot, asksSlot, onLease, type Slot } from './slot.ts';
import { lockRuns } from './statements/lock-runs.ts';
import { writeStates } from './statements/write-state.ts';

export type StateProposal = {
  id: FlowRunId;
  state: StateCreate;
  force: boolean;
  leaseToken: number | null;
  /** The caller keeps a lease of its slot alive, and is told its id. False for whoever holds its slot by the run's state. */
  renewsSlot?: boolean;
};

export type Answered = { id: FlowRunId; answer: OrchestrationResult | DomainError };

/** What the rules have decided of a run, and what is yet to be written. */
export type Decided = {
  row: LockedRow;
  slot: Slot;
  renewsSlot: boolean;
  state: State;
  run: RunProgress;
};

/**
 * Proposes a state for each of some runs, none of them twice, under their locks: one lock, one write for all. Answers in their
 * order; what is wrong with one (FLOW_RUN_NOT_FOUND, LEASE_LOST) is its own answer, and changes nothing of the others.
 */
export const proposeStates = async (
  context: Context,
  proposals: readonly StateProposal[],
): Promise<Answered[]> => {
  const locked = await lockRuns(
    context.db,
    proposals.map(({ id }) => id),
  );
  const rows = new Map(locked.map((row) => [row.id, row]));
  const answers: Answered[] = [];
  const decided: Decided[] = [];
  for (const proposal of proposals) {
    const row = rows.get(proposal.id);
    // Slots are counted by what is written.
    if (row && asksSlot(row, proposal)) await write(context, decided.splice(0));
    const answer = row
      ? await decide(context, row, proposal, (one) => decided.push(one))
      : new DomainError('FLOW_RUN_NOT_FOUND', { id: proposal.id });
    answers.push({ id: proposal.id, answer });
  }
  await write(context, decided);
  return answers;
};

const decide = async (
  context: Context,
  row: LockedRow,
  { id, state: proposed, force, leaseToken, renewsSlot = false }: StateProposal,
  onDecided: (decided: Decided) => void,
): Promise<OrchestrationResult | DomainError> => {
  const { now } = context;
  const run = orchestratedRun(row);
  if (leaseToken !== null && isRepeat(proposed, run.state)) return repeatedResultOf(proposed, run.state);
  if (leaseToken !== null && leaseToken !== row.lease_token)
    return new DomainError('LEASE_LOST', { id, token: leaseToken });
  const slot = await askSlot(context, row, { state: proposed, force, renewsSlot });
  const verdict = transition(run, onLease(proposed, slot), {
    now,
    stateId: stateId.parse(newId(now)),
    force,
    concurrency: slot.facts,
    random: Math.random(),
  });
  if (verdict.write !== null) onDecided({ row, slot, renewsSlot, ...verdict.write });
  return orchestrationResultOf(verdict, run.state);
};

const write = async (context: Context, decided: readonly Decided[]): Promise<void> => {
  if (decided.length === 0) return;
  const { db, now, actor } = context;
  const writes = decided.map(({ row, state, run }) => ({ runId: row.id, states: [state] as const, run }));
  await writeStates(db, { writes, now, actor });
  await settleSlots(context, decided);
  for (const { row, state } of decided) {
    await forgetInputs(context, state);
    announceState(context, row, state);
  }
};

/** What an earlier attempt asked for under the same keys, and was given, is not this pause's. */
const forgetInputs = async ({ db }: Context, { type, stateDetails }: State): Promise<void> => {
  const keys = Object.values(stateDetails.runInputKeyset ?? {});
  if (type !== 'PAUSED' || keys.length === 0) return;
  await db
    .deleteFrom('flow_run_input')
    .where('flow_run_id', '=', stateDetails.flowRunId)
    .where('key', 'in', keys)
    .execute();
};

const isRepeat = ({ stateDetails }: StateCreate, current: State | null): current is State =>
  stateDetails.transitionId !== null && stateDetails.transitionId === current?.stateDetails.transitionId;
