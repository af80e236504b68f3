import type { OrchestrationResult } from '@carillon/core';
import type { Answered } from '../child/messages.ts';

/** What a task or sub-flow needs to know of the server's answer to a state that was not taken. */
export const answeredOf = (refused: OrchestrationResult | null): Answered => {
  if (refused === null) return { kind: 'refused', reason: 'the server did not look at it' };
  const { status, state, details } = refused;
  if (details.type === 'wait_details') return { kind: 'wait', delayMs: details.delaySeconds * 1000 };
  if (status === 'REJECT' && state?.type === 'COMPLETED') return { kind: 'completed', result: state.data };
  if (status === 'REJECT' && state?.type === 'PAUSED') return { kind: 'not-ready' };
  return { kind: 'refused', reason: ('reason' in details ? details.reason : null) ?? status };
};
