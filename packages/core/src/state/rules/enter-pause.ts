import { abort, type Rule, reject } from '../rule.ts';

export const enterPause: Rule = {
  name: 'enter-pause',
  says:
    'Only a running run can be paused, once for each pause key; ' +
    'suspending, which ends the process, needs a deployment to come back by and is not for subflows.',
  from: 'any',
  to: ['PAUSED'],
  decide: ({ run: { state, policy, parentTaskRunId, hasDeployment }, proposed, facts }) => {
    const verb = proposed.name === 'Suspended' ? 'suspend' : 'pause';
    const { pauseKey, pauseReschedule } = proposed.stateDetails;
    if (state === null) return abort(`Cannot ${verb} flows with no state.`);
    if (state.type !== 'RUNNING') return reject(`Cannot ${verb} flows that are not currently running.`);
    if (pauseKey !== null && policy.pauseKeys.includes(pauseKey)) {
      return reject('This pause has already fired.');
    }
    if (pauseReschedule && parentTaskRunId !== null) return abort(`Cannot ${verb} subflows.`);
    if (pauseReschedule && !hasDeployment) return abort(`Cannot ${verb} flows without a deployment.`);
    // A pause without a key of its own fires once by the id of its state.
    return {
      kind: 'amend',
      run: { policy: { ...policy, pauseKeys: [...policy.pauseKeys, pauseKey ?? facts.stateId] } },
    };
  },
};
