import {
  DomainError,
  type FlowRunId,
  isTerminal,
  type OrchestrationResult,
  stateCreate,
} from '@carillon/core';
import type { Context } from '../../context.ts';
import { stateOf } from './orchestrated-run.ts';
import { setFlowRunState } from './set-state.ts';
import { lockRuns } from './statements/lock-runs.ts';

const awaitingRetry = stateCreate.parse({ type: 'SCHEDULED', name: 'AwaitingRetry' });

/**
 * Schedules a run that has ended for another attempt, now. One that has not ended is left alone: the rules would let it be
 * scheduled anew, and then two processes might run it. Throws FLOW_RUN_NOT_FOUND.
 */
export const retryRun = async (context: Context, { id }: { id: FlowRunId }): Promise<OrchestrationResult> => {
  const [row] = await lockRuns(context.db, [id]);
  if (row === undefined) throw new DomainError('FLOW_RUN_NOT_FOUND', { id });
  const state = stateOf(row);
  if (state === null || !isTerminal(state.type)) {
    const reason = `Only a run that has ended can be retried; this one is ${state?.name ?? 'without a state'}.`;
    return { state, status: 'ABORT', details: { type: 'abort_details', reason } };
  }
  return setFlowRunState(context, { id, state: awaitingRetry, force: false, leaseToken: null });
};
