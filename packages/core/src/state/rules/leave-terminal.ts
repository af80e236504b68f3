import { isTerminal, stateTypes } from '../../schemas/state.ts';
import { carriesResult } from '../carries-result.ts';
import { abort, type Rule, reject } from '../rule.ts';

export const leaveTerminal: Rule = {
  name: 'leave-terminal',
  says:
    'A run that has ended cannot be cancelled, paused or crashed; one that completed with a stored result stays completed; ' +
    'one without a deployment cannot be scheduled again. Leaving a terminal state begins a new series of attempts.',
  from: stateTypes.filter(isTerminal),
  to: stateTypes.filter((type) => !isTerminal(type) || type === 'CRASHED'),
  decide: ({ run, proposed: { type } }) => {
    if (run.state === null) return null;
    if (type === 'CANCELLING' || type === 'PAUSED' || type === 'CRASHED') {
      return abort(`Run is already in terminal state ${run.state.type}.`);
    }
    if (run.state.type === 'COMPLETED' && carriesResult(run.state.data)) {
      return reject('Run is already COMPLETED.');
    }
    if (type === 'SCHEDULED' && !run.hasDeployment) {
      return abort('Cannot reschedule a run without an associated deployment.');
    }
    const retryType = type === 'SCHEDULED' ? 'reschedule' : null;
    return { kind: 'amend', run: { policy: { ...run.policy, resuming: false, pauseKeys: [], retryType } } };
  },
};
