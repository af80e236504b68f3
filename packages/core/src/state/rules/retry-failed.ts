import type { FlowRunPolicy } from '../../schemas/flow-run.ts';
import { type Rule, substitute } from '../rule.ts';
import type { OrchestratedRun } from '../run.ts';

/** Whether the policy grants a run another attempt after its `runCount`-th. */
export const hasRetriesLeft = ({ policy, runCount }: Pick<OrchestratedRun, 'policy' | 'runCount'>): boolean =>
  policy.retries !== null && runCount <= policy.retries;

export const retryTime = (policy: FlowRunPolicy, now: Date): Date =>
  new Date(now.getTime() + (policy.retryDelay ?? 0) * 1000);

export const retryFailed: Rule = {
  name: 'retry-failed',
  says:
    'A run that fails with retries left becomes AwaitingRetry after its delay. Its own process tries again, ' +
    'unless it runs under a lease: then any runner may.',
  from: ['RUNNING'],
  to: ['FAILED'],
  decide: ({ run, proposed, facts }) => {
    if (!hasRetriesLeft(run)) return { kind: 'amend', run: { policy: { ...run.policy, retryType: null } } };
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
          scheduledTime: retryTime(run.policy, facts.now),
          deploymentConcurrencyLeaseId: stateDetails.deploymentConcurrencyLeaseId,
        },
      }),
      run: {
        policy: {
          ...run.policy,
          resuming: false,
          pauseKeys: [],
          retryType: run.leased ? 'reschedule' : 'in_process',
        },
      },
    };
  },
};
