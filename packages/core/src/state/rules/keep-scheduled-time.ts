import type { StateRule } from '../rule.ts';

export const keepScheduledTime: StateRule = {
  name: 'keep-scheduled-time',
  says: 'A run that becomes PENDING keeps its scheduled time, unless it is given another.',
  from: ['SCHEDULED'],
  to: ['PENDING'],
  decide: ({ run, proposed }) => ({
    kind: 'amend',
    details: {
      scheduledTime: proposed.stateDetails.scheduledTime ?? run.state?.stateDetails.scheduledTime ?? null,
    },
  }),
};
