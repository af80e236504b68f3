import type { TaskRule } from '../task-run.ts';

export const nameReruns: TaskRule = {
  name: 'name-reruns',
  says: 'A further attempt is named Retrying after AwaitingRetry, Rerunning otherwise.',
  from: 'any',
  to: ['RUNNING'],
  decide: ({ run }) =>
    run.runCount === 0
      ? null
      : { kind: 'amend', name: run.state?.name === 'AwaitingRetry' ? 'Retrying' : 'Rerunning' },
};
