import { type Rule, type Ruling, substitute, type Transition } from '../rule.ts';
import type { OrchestratedRun, TransitionFacts } from '../run.ts';

type RetryFacts = Pick<TransitionFacts, 'now' | 'random'>;
type Attempt = Pick<OrchestratedRun, 'policy' | 'runCount'>;

/** Whether the policy grants a run another attempt after its `runCount`-th. */
export const hasRetriesLeft = ({ policy, runCount }: Attempt): boolean =>
  policy.retries !== null && runCount <= policy.retries;

/** Where no other bound is given: an attempt a century away is an instant that still can be kept. */
const longestSeconds = 100 * 365 * 86_400;

/** When the attempt after the `runCount`-th begins. `random`, in [0, 1), is what the jitter is drawn by. */
export const retryTime = ({ policy, runCount }: Attempt, { now, random }: RetryFacts): Date => {
  const { retryDelay, retryBackoff, retryDelayMax, retryJitter } = policy;
  const growth = Math.min(retryBackoff ** Math.max(0, runCount - 1), Number.MAX_VALUE);
  const delay = Math.min((retryDelay ?? 0) * growth, retryDelayMax ?? longestSeconds);
  return new Date(now.getTime() + Math.round(delay * (1 - retryJitter * random) * 1000));
};

/** Another attempt, after the one that ended as proposed: any runner's where one held the run under a lease. */
export const awaitRetry = ({ run, proposed, facts }: Transition): Ruling => {
  const { message, data, stateDetails } = proposed;
  return {
    kind: 'reject',
    reason: 'Retrying',
    substitute: substitute(proposed, {
      type: 'SCHEDULED',
      name: 'AwaitingRetry',
      message,
      data,
      details: {
        scheduledTime: retryTime(run, facts),
        deploymentConcurrencyLeaseId: stateDetails.deploymentConcurrencyLeaseId,
      },
    }),
    run: {
      runCount: run.runCount,
      policy: {
        ...run.policy,
        resuming: false,
        pauseKeys: [],
        retryType: run.leased ? 'reschedule' : 'in_process',
      },
    },
  };
};

export const retryFailed: Rule = {
  name: 'retry-failed',
  says:
    'A run that fails with retries left becomes AwaitingRetry after its delay, which may grow with each attempt. ' +
    'Its own process tries again, unless it runs under a lease: then any runner may.',
  from: ['RUNNING'],
  to: ['FAILED'],
  decide: (transition) => {
    const { run } = transition;
    return hasRetriesLeft(run)
      ? awaitRetry(transition)
      : { kind: 'amend', run: { policy: { ...run.policy, retryType: null } } };
  },
};
