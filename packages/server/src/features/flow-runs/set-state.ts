import { DomainError, invariant, type OrchestrationResult } from '@carillon/core';
import type { Context } from '../../context.ts';
import { proposeStates, type StateProposal } from './propose-states.ts';

/**
 * Proposes a state under the run's lock and tells what became of it. A holder's report names its lease token; once that is
 * stale it changes nothing (LEASE_LOST), unless it only repeats the report that the run is in its present state by. Without a
 * token the rules alone decide, and the lease ends when the run leaves the states that have a process.
 */
export const setFlowRunState = async (
  context: Context,
  proposal: StateProposal,
): Promise<OrchestrationResult> => {
  const [answered] = await proposeStates(context, [proposal]);
  invariant(answered, 'one proposal has one answer');
  if (answered.answer instanceof DomainError) throw answered.answer;
  return answered.answer;
};
