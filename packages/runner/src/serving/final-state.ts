import type { State, StateCreate, stateDetails } from '@carillon/core';
import type { z } from 'zod';
import type { Outcome } from '../processes/outcome.ts';

/** A state to propose, less what the report adds. */
export type Proposal = Pick<StateCreate, 'type'> &
  Partial<Pick<StateCreate, 'name' | 'message' | 'data'>> & {
    stateDetails?: z.input<typeof stateDetails>;
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

/** The end of what a flow left open when its own came. */
export const leftOpen = (
  outcome: Outcome,
  left: State | null,
): { type: 'CANCELLED' | 'CRASHED'; message: string } => {
  if (left !== null) return { type: 'CANCELLED', message: `the flow run is ${left.name}` };
  switch (outcome.kind) {
    case 'completed':
    case 'failed':
      return { type: 'CANCELLED', message: 'the flow ended before it' };
    case 'timed-out':
    case 'cancelled':
      return { type: 'CANCELLED', message: `the flow was ended: ${outcome.kind}` };
    case 'crashed':
      return { type: 'CRASHED', message: outcome.message };
  }
};
