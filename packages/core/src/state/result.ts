import type { OrchestrationDetails, OrchestrationResult } from '../schemas/orchestration.ts';
import type { State } from '../schemas/state.ts';
import type { Verdict } from './run.ts';

const detailsOf = (verdict: Verdict<unknown>): OrchestrationDetails => {
  switch (verdict.status) {
    case 'ACCEPT':
      return { type: 'accept_details' };
    case 'REJECT':
      return { type: 'reject_details', reason: verdict.reason };
    case 'WAIT':
      return { type: 'wait_details', reason: verdict.reason, delaySeconds: verdict.delaySeconds };
    case 'ABORT':
      return { type: 'abort_details', reason: verdict.reason };
  }
};

/** A verdict as it is told to the caller: with the state written, or the one that the run was in and stays in. */
export const orchestrationResultOf = (
  verdict: Verdict<unknown>,
  current: State | null,
): OrchestrationResult => ({
  state: verdict.write?.state ?? current,
  status: verdict.status,
  details: detailsOf(verdict),
});

/** What is told of a proposal that was made before, by the state that was written for it then. */
export const repeatedResultOf = (proposed: Pick<State, 'type'>, written: State): OrchestrationResult =>
  written.type === proposed.type
    ? { state: written, status: 'ACCEPT', details: { type: 'accept_details' } }
    : {
        state: written,
        status: 'REJECT',
        details: { type: 'reject_details', reason: 'This run has already made this state transition.' },
      };
