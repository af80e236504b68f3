import type { StateRule } from '../rule.ts';

export const waitUntilDue: StateRule = {
  name: 'wait-until-due',
  says: 'A run that is to run before its scheduled time is told to wait, in whole seconds; half a second early is on time.',
  from: ['SCHEDULED', 'PENDING'],
  to: ['RUNNING'],
  decide: ({ run, facts }) => {
    const due = run.state?.stateDetails.scheduledTime ?? null;
    const delaySeconds = due === null ? 0 : Math.round((due.getTime() - facts.now.getTime()) / 1000);
    return delaySeconds > 0
      ? { kind: 'wait', reason: 'Scheduled time is in the future', delaySeconds }
      : null;
  },
};
