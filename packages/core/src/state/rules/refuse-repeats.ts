import { type Rule, reject } from '../rule.ts';

export const refuseRepeats: Rule = {
  name: 'refuse-repeats',
  says: 'A report that repeats the transition id of the current state changes nothing and is told that state.',
  from: 'any',
  to: 'any',
  decide: ({ run, proposed }) => {
    const { transitionId } = proposed.stateDetails;
    return transitionId !== null && transitionId === run.state?.stateDetails.transitionId
      ? reject('This run has already made this state transition.')
      : null;
  },
};
