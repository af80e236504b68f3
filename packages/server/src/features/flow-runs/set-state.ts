import {
  type api,
  DomainError,
  type OrchestrationResult,
  orchestrationResultOf,
  repeatedResultOf,
  type State,
  type StateCreate,
  stateId,
  transition,
} from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { announceState } from './announce-state.ts';
import { orchestratedRun } from './orchestrated-run.ts';
import { settleSlot } from './settle-slot.ts';
import { askSlot, onLease } from './slot.ts';
import { lockRun } from './statements/lock-run.ts';
import { writeStates } from './statements/write-state.ts';

type Input = z.output<(typeof api)['flowRuns']['setState']['input']> & {
  /** The caller keeps a lease of its slot alive, and is told its id. False for whoever holds its slot by the run's state. */
  renewsSlot?: boolean;
};

/**
 * Proposes a state under the run's lock and tells what became of it. A holder's report names its lease token; once that is
 * stale it changes nothing (LEASE_LOST), unless it only repeats the report that the run is in its present state by. Without a
 * token the rules alone decide, and the lease ends when the run leaves the states that have a process.
 */
export const setFlowRunState = async (
  context: Context,
  { id, state: proposed, force, leaseToken, renewsSlot = false }: Input,
): Promise<OrchestrationResult> => {
  const { db, now, actor } = context;
  const row = await lockRun(db, id);
  if (row === undefined) throw new DomainError('FLOW_RUN_NOT_FOUND', { id });
  const run = orchestratedRun(row);
  if (leaseToken !== null && isRepeat(proposed, run.state)) return repeatedResultOf(proposed, run.state);
  if (leaseToken !== null && leaseToken !== row.lease_token)
    throw new DomainError('LEASE_LOST', { id, token: leaseToken });
  const slot = await askSlot(context, row, { proposed, force, renewsSlot });
  const verdict = transition(run, onLease(proposed, slot), {
    now,
    stateId: stateId.parse(newId(now)),
    force,
    concurrency: slot.facts,
    random: Math.random(),
  });
  if (verdict.write !== null) {
    const { state, run: progress } = verdict.write;
    await writeStates(db, { writes: [{ runId: id, states: [state], run: progress }], now, actor });
    await settleSlot(context, row, { slot, renewsSlot, state, policy: progress.policy });
    await forgetInputs(context, state);
    announceState(context, row, state);
  }
  return orchestrationResultOf(verdict, run.state);
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
