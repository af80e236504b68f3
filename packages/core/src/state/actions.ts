import { isLive, isTerminal } from '../schemas/state.ts';
import { carriesResult } from './carries-result.ts';
import type { OrchestratedRun } from './run.ts';
import { type StateKind, stateKind, transitions } from './transitions.ts';

/** What a person may do to a run. */
export const runActions = ['cancel', 'retry', 'pause', 'resume', 'delete'] as const;
export type RunAction = (typeof runActions)[number];

/** Which actions to offer for a run in its present state. The server's rules have the last word. */
export const allowedActions = ({
  state,
  hasDeployment,
}: Pick<OrchestratedRun, 'state' | 'hasDeployment'>): Record<RunAction, boolean> => {
  if (state === null) return { cancel: false, retry: false, pause: false, resume: false, delete: true };
  const kind = stateKind(state);
  const leadsTo = (to: StateKind): boolean => {
    const answer = transitions[kind][to];
    return answer === 'accept' || answer === 'cancel';
  };
  const keepsResult = state.type === 'COMPLETED' && carriesResult(state.data);
  return {
    cancel: leadsTo('Cancelling'),
    retry: isTerminal(state.type) && leadsTo('Scheduled') && hasDeployment && !keepsResult,
    pause: leadsTo('Paused'),
    resume:
      (kind === 'Paused' && leadsTo('Running')) ||
      (kind === 'Suspended' && leadsTo('Scheduled') && hasDeployment),
    // A run whose process may be at work is cancelled first.
    delete: !isLive(state.type),
  };
};
