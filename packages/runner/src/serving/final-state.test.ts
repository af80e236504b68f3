import { expect, it } from 'vitest';
import type { Outcome } from '../processes/outcome.ts';
import { finalState } from './final-state.ts';

const proposals: [Outcome, ReturnType<typeof finalState>][] = [
  [
    { kind: 'completed', result: { json: '{"rows":3}', problem: null } },
    { type: 'COMPLETED', data: { rows: 3 }, message: null },
  ],
  [
    { kind: 'completed', result: { json: null, problem: 'the result was not kept: it is too large' } },
    { type: 'COMPLETED', data: null, message: 'the result was not kept: it is too large' },
  ],
  [
    { kind: 'failed', message: 'Error: no' },
    { type: 'FAILED', message: 'Error: no' },
  ],
  [
    { kind: 'timed-out', message: 'timed out after 10 s' },
    { type: 'FAILED', name: 'TimedOut', message: 'timed out after 10 s' },
  ],
  [{ kind: 'cancelled' }, { type: 'CANCELLED', message: 'the flow was ended' }],
  [
    { kind: 'crashed', message: 'the runner was stopped' },
    { type: 'CRASHED', message: 'the runner was stopped' },
  ],
];

it.each(proposals)('%j is reported as what it is', (outcome, proposal) => {
  expect(finalState(outcome)).toEqual(proposal);
});
