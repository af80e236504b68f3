import { invariant } from '../errors/domain-error.ts';
import type { StateId } from '../schemas/id.ts';
import { noStateDetails, type StateCreate } from '../schemas/state.ts';
import { hasRetriesLeft, retryTime } from './rules/retry-failed.ts';
import type { OrchestratedRun, StateWrite, TransitionFacts } from './run.ts';
import { transition } from './transition.ts';

export type CrashFacts = { now: Date; random: number; stateId: StateId; retryStateId: StateId };

/** What follows the loss of a run's lease, in order: how this attempt ended, and the wait for the next one if it has one. */
export type CrashVerdict = { end: StateWrite; retry: StateWrite | null };

const stateOf = (
  state: Pick<StateCreate, 'type' | 'name' | 'message'>,
  scheduledTime: Date | null,
): StateCreate => ({
  ...state,
  data: null,
  stateDetails: { ...noStateDetails, scheduledTime },
});

const accepted = (
  run: OrchestratedRun,
  state: StateCreate,
  facts: Pick<TransitionFacts, 'now' | 'random' | 'stateId'>,
): StateWrite => {
  // Nobody holds it any more.
  const lost = { ...run, leased: false };
  const verdict = transition(lost, state, { ...facts, force: false, concurrency: { limit: 'none' } });
  invariant(
    verdict.write !== null,
    `a run that lost its lease in ${run.state?.type} cannot become ${state.type}`,
  );
  return verdict.write;
};

/**
 * Ends a leased run whose runner is lost (PENDING, RUNNING, CANCELLING, or paused in its process): Cancelled where that was under
 * way, otherwise Crashed. A crashed run with retries left is scheduled again for any runner; one lost before it ran has used no attempt.
 */
export const crashVerdict = (run: OrchestratedRun, { retryStateId, ...facts }: CrashFacts): CrashVerdict => {
  const message = 'The lease of this run ran out: its runner was lost.';
  if (run.state?.type === 'CANCELLING') {
    const cancelled = stateOf({ type: 'CANCELLED', name: 'Cancelled', message }, null);
    return { end: accepted(run, cancelled, facts), retry: null };
  }
  const end = accepted(run, stateOf({ type: 'CRASHED', name: 'Crashed', message }, null), facts);
  if (!run.hasDeployment || !hasRetriesLeft(run)) return { end, retry: null };
  const crashed: OrchestratedRun = { ...run, ...end.run, state: end.state };
  const again = stateOf({ type: 'SCHEDULED', name: 'AwaitingRetry', message }, retryTime(run, facts));
  return { end, retry: accepted(crashed, again, { ...facts, stateId: retryStateId }) };
};
