import { isLive, stateTypes } from '../../schemas/state.ts';
import { abort, type Rule, substitute } from '../rule.ts';

const limitReached = 'Deployment concurrency limit reached.';

/**
 * A run holds a slot of its deployment's limit by being live, or paused in its process, so nothing is written down here and
 * nothing has to be given back: the rule only asks whether one more is let in.
 */
export const takeSlot: Rule = {
  name: 'take-slot',
  says: 'On a full deployment a run that would become PENDING waits for a slot, or is cancelled, as its strategy says; a paused run stays paused.',
  from: stateTypes.filter((type) => !isLive(type)),
  to: ['PENDING'],
  decide: ({ run, proposed, facts: { concurrency, now } }) => {
    switch (concurrency.limit) {
      case 'none':
      case 'free':
      case 'lost':
        return null;
      case 'deployment-gone':
        return abort('Deployment not found.');
      case 'zero':
        return abort('The deployment concurrency limit is 0. The flow will deadlock if submitted again.');
      case 'full': {
        if (run.state?.type === 'PAUSED') return null;
        const scheduledTime = new Date(now.getTime() + concurrency.slotWaitSeconds * 1000);
        const instead =
          concurrency.strategy === 'CANCEL_NEW'
            ? substitute(proposed, { type: 'CANCELLED', name: 'Cancelled', message: limitReached })
            : substitute(proposed, {
                type: 'SCHEDULED',
                name: 'AwaitingConcurrencySlot',
                details: { scheduledTime },
              });
        return { kind: 'reject', reason: limitReached, substitute: instead };
      }
    }
  },
};
