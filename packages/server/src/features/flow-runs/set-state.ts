import {
  type api,
  type ConcurrencyFacts,
  DomainError,
  type OrchestrationResult,
  orchestrationResultOf,
  type State,
  type StateCreate,
  stateId,
  transition,
} from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { type LockedRow, orchestratedRun } from './orchestrated-run.ts';
import { lockRun } from './statements/lock-run.ts';
import { writeStates } from './statements/write-state.ts';

type Input = z.output<(typeof api)['flowRuns']['setState']['input']>;

/** Limits are stored, and not enforced yet. */
const concurrencyOf = (row: LockedRow): ConcurrencyFacts =>
  row.deployment_gone ? { limit: 'deployment-gone' } : { limit: 'none' };

/**
 * Proposes a state under the run's lock and tells what became of it. A holder's report names its lease token; once that is
 * stale it changes nothing (LEASE_LOST), unless it only repeats the report that the run is in its present state by. Without a
 * token the rules alone decide, and the lease ends when the run leaves the states that have a process.
 */
export const setFlowRunState = async (
  context: Context,
  { id, state: proposed, force, leaseToken }: Input,
): Promise<OrchestrationResult> => {
  const { db, now, actor, afterCommit, services } = context;
  const row = await lockRun(db, id);
  if (row === undefined) throw new DomainError('FLOW_RUN_NOT_FOUND', { id });
  const run = orchestratedRun(row);
  if (leaseToken !== null && isRepeat(proposed, run.state)) return answerAgain(proposed, run.state);
  if (leaseToken !== null && leaseToken !== row.lease_token)
    throw new DomainError('LEASE_LOST', { id, token: leaseToken });
  const verdict = transition(run, proposed, {
    now,
    stateId: stateId.parse(newId(now)),
    force,
    concurrency: concurrencyOf(row),
  });
  if (verdict.write !== null) {
    const { state, run: progress } = verdict.write;
    await writeStates(db, { writes: [{ runId: id, states: [state], run: progress }], now, actor });
    afterCommit(() => {
      services.wake.runChanged(id);
      if (state.type === 'SCHEDULED' && row.deployment_id !== null)
        services.wake.runsScheduled([row.deployment_id]);
    });
  }
  return orchestrationResultOf(verdict, run.state);
};

const isRepeat = ({ stateDetails }: StateCreate, current: State | null): current is State =>
  stateDetails.transitionId !== null && stateDetails.transitionId === current?.stateDetails.transitionId;

/** What a holder was told when its report, which it did not hear answered, was first taken. */
const answerAgain = (proposed: StateCreate, current: State): OrchestrationResult =>
  current.type === proposed.type
    ? { state: current, status: 'ACCEPT', details: { type: 'accept_details' } }
    : {
        state: current,
        status: 'REJECT',
        details: { type: 'reject_details', reason: 'This run has already made this state transition.' },
      };
