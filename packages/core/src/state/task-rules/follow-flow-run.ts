import { abort, substitute } from '../rule.ts';
import type { TaskRule } from '../task-run.ts';

export const followFlowRun: TaskRule = {
  name: 'follow-flow-run',
  says: 'A task runs only while its flow run is running; in a paused one it becomes NotReady until that resumes.',
  from: 'any',
  to: ['RUNNING'],
  decide: ({ proposed, facts: { flowRun } }) => {
    if (flowRun === null || flowRun.state?.type === 'RUNNING') return null;
    if (flowRun.state?.type !== 'PAUSED') {
      return abort('The enclosing flow must be running to begin task execution.');
    }
    const { pauseTimeout, pauseReschedule } = flowRun.state.stateDetails;
    return {
      kind: 'reject',
      reason: `The flow is paused, new tasks can execute after resuming flow run: ${flowRun.id}.`,
      substitute: substitute(proposed, {
        type: 'PAUSED',
        name: 'NotReady',
        details: { pauseTimeout, pauseReschedule },
      }),
    };
  },
};
