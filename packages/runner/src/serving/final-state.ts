import type { StateCreate } from '@carillon/core';
import type { Outcome } from '../processes/outcome.ts';

/** A state to propose, less what the report adds. */
export type Proposal = Pick<StateCreate, 'type'> &
  Partial<Pick<StateCreate, 'name' | 'message' | 'data'>> & {
    scheduledTime?: Date;
  };

/** The state that a run's outcome asks for. */
export const finalState = (outcome: Outcome): Proposal => {
  switch (outcome.kind) {
    case 'completed': {
      const { json, problem } = outcome.result;
      return { type: 'COMPLETED', data: json === null ? null : JSON.parse(json), message: problem };
    }
    case 'failed':
      return { type: 'FAILED', message: outcome.message };
    case 'timed-out':
      return { type: 'FAILED', name: 'TimedOut', message: outcome.message };
    case 'cancelled':
      return { type: 'CANCELLED', message: 'the flow was ended' };
    case 'crashed':
      return { type: 'CRASHED', message: outcome.message };
  }
};
