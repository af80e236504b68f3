import type { StateRule } from '../rule.ts';

export const keepTaskParameters: StateRule = {
  name: 'keep-task-parameters',
  says: 'A background task that is claimed or begun keeps the id of its parameters, unless it is given another.',
  from: ['SCHEDULED', 'PENDING'],
  to: ['PENDING', 'RUNNING'],
  decide: ({ run, proposed }) => ({
    kind: 'amend',
    details: {
      taskParametersId:
        proposed.stateDetails.taskParametersId ?? run.state?.stateDetails.taskParametersId ?? null,
    },
  }),
};
