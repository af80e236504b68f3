import { abort, type StateRule } from '../rule.ts';

/** The mutual exclusion that keeps two runners from running one run. */
export const claimOnce: StateRule = {
  name: 'claim-once',
  says:
    'PENDING is the claim to a run, so a claimed, running or cancelled run cannot become PENDING; ' +
    'a pending run may only move on to another name than Pending, and keeps its scheduled time.',
  from: ['PENDING', 'RUNNING', 'CANCELLING', 'CANCELLED'],
  to: ['PENDING'],
  decide: ({ run: { state }, proposed }) => {
    if (state === null) return null;
    if (state.type === 'PENDING' && proposed.name !== 'Pending' && proposed.name !== state.name) {
      const scheduledTime = proposed.stateDetails.scheduledTime ?? state.stateDetails.scheduledTime;
      return { kind: 'amend', details: { scheduledTime } };
    }
    return abort(`This run is in a ${state.type} state and cannot transition to a PENDING state.`);
  },
};
