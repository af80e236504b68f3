import type { TaskRule } from '../task-run.ts';

export const trackFlowRun: TaskRule = {
  name: 'track-flow-run',
  says: 'A task that runs remembers the attempt of its flow run.',
  from: 'any',
  to: ['RUNNING'],
  decide: ({ facts: { flowRun } }) =>
    flowRun === null ? null : { kind: 'amend', run: { flowRunRunCount: flowRun.runCount } },
};
