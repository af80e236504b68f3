import type { FlowRunPolicy } from '../../schemas/flow-run.ts';
import { isTerminal } from '../../schemas/state.ts';
import { type Rule, reject, substitute } from '../rule.ts';

const timedOut = 'The flow run pause has timed out and can no longer resume.';

/** What resuming changes: it is no new attempt, except where a run paused in its process is scheduled from the start. */
const resumed = (policy: FlowRunPolicy, to: { scheduled: boolean; suspended: boolean }): FlowRunPolicy => {
  if (to.scheduled && !to.suspended)
    return { ...policy, resuming: false, pauseKeys: [], retryType: 'reschedule' };
  // The process that would have retried in place is gone, so any runner may take the run.
  const retryType = to.suspended && policy.retryType === 'in_process' ? null : policy.retryType;
  return { ...policy, resuming: true, retryType };
};

export const leavePause: Rule = {
  name: 'leave-pause',
  says:
    'A paused run can run, be scheduled, be cancelled or end; once its pause has timed out it becomes Failed instead; ' +
    'suspended without a deployment it can only be cancelled. Resuming is not a new attempt.',
  from: ['PAUSED'],
  to: 'any',
  decide: ({ run: { state, policy, hasDeployment }, proposed, facts }) => {
    const { type } = proposed;
    const name = proposed.name.toLowerCase();
    const ends = isTerminal(type);
    if (!ends && type !== 'RUNNING' && type !== 'SCHEDULED' && type !== 'CANCELLING') {
      return reject(`A paused run cannot become ${type}.`);
    }
    const suspended = state?.stateDetails.pauseReschedule ?? false;
    if (suspended && !hasDeployment) {
      return reject(`Cannot reschedule a ${name} flow run without a deployment.`);
    }
    if (type === 'CANCELLING') return null;
    const pauseTimeout = state?.stateDetails.pauseTimeout ?? null;
    if (pauseTimeout !== null && pauseTimeout < facts.now) {
      const message = `The flow was ${name} and never resumed.`;
      return {
        kind: 'reject',
        reason: timedOut,
        substitute: substitute(proposed, { type: 'FAILED', name: 'Failed', message }),
      };
    }
    if (ends) return null;
    return {
      kind: 'amend',
      run: { policy: resumed(policy, { scheduled: type === 'SCHEDULED', suspended }) },
    };
  },
};
