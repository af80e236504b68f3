import type { JsonValue } from '../../schemas/json.ts';
import { isTerminal, stateTypes } from '../../schemas/state.ts';
import { carriesResult } from '../carries-result.ts';
import { abort, reject } from '../rule.ts';
import type { TaskRule } from '../task-run.ts';

/** Unlike a flow's, a task's result may be any value that is not empty. */
const carriesTaskResult = (data: JsonValue): boolean => {
  if (Array.isArray(data)) return data.length > 0;
  return typeof data === 'object' ? carriesResult(data) : Boolean(data);
};

export const leaveTerminalTask: TaskRule = {
  name: 'leave-terminal',
  says:
    'A task that has ended cannot be cancelled, paused or crashed; one that completed with a result stays as it is. ' +
    'Leaving a terminal state begins a new series of attempts, named Retrying in a later attempt of the flow run.',
  from: stateTypes.filter(isTerminal),
  to: 'any',
  decide: ({ run, proposed: { type, name }, facts: { flowRun } }) => {
    if (run.state === null) return null;
    if (type === 'CANCELLING' || type === 'PAUSED' || type === 'CRASHED') {
      return abort(`Run is already ${run.state.type}.`);
    }
    if (run.state.type === 'COMPLETED' && carriesTaskResult(run.state.data)) {
      return reject('This run is already completed.');
    }
    if (isTerminal(type)) return null;
    const laterAttempt = type === 'RUNNING' && flowRun !== null && run.flowRunRunCount < flowRun.runCount;
    return { kind: 'amend', run: { runCount: 0 }, name: laterAttempt ? 'Retrying' : name };
  },
};
