import { type Rule, type Ruling, substitute, type Transition } from '../rule.ts';

const cancelled = ({ proposed }: Transition, reason: string): Ruling => ({
  kind: 'reject',
  reason,
  substitute: substitute(proposed, { type: 'CANCELLED', name: 'Cancelled' }),
});

export const cancelWithoutProcess: Rule = {
  name: 'cancel-without-process',
  says: 'Where no process needs to be stopped (scheduled without infrastructure, resuming, suspended), a run to be cancelled is Cancelled at once.',
  from: ['SCHEDULED', 'PAUSED'],
  to: ['CANCELLING'],
  decide: (transition) => {
    const { state, infrastructurePid } = transition.run;
    if (state?.type === 'SCHEDULED' && (infrastructurePid === null || state.name === 'Resuming')) {
      return cancelled(transition, 'Scheduled flow run has no infrastructure to terminate.');
    }
    if (state?.type === 'PAUSED' && state.stateDetails.pauseReschedule) {
      return cancelled(transition, 'Suspended flow run has no infrastructure to terminate.');
    }
    return null;
  },
};
