import { describe, expect, test } from 'vitest';
import { defaultStateNames, type StateType, stateTypes } from '../schemas/state.ts';
import type { Verdict } from './run.ts';
import { after, proposal, sampleFacts, sampleRun } from './sample-run.ts';
import { transition } from './transition.ts';
import { type StateKind, stateKind, stateKinds, type TransitionAnswer, transitions } from './transitions.ts';

const types: Record<StateKind, StateType> = {
  Scheduled: 'SCHEDULED',
  Late: 'SCHEDULED',
  Pending: 'PENDING',
  Submitting: 'PENDING',
  Running: 'RUNNING',
  Paused: 'PAUSED',
  Suspended: 'PAUSED',
  Cancelling: 'CANCELLING',
  Cancelled: 'CANCELLED',
  Completed: 'COMPLETED',
  Failed: 'FAILED',
  Crashed: 'CRASHED',
};

const propose = (kind: StateKind, details: { scheduledTime?: Date } = {}, name: string = kind) =>
  proposal(types[kind], { name, details: { ...details, pauseReschedule: kind === 'Suspended' } });

const verdict = (
  from: StateKind,
  to: StateKind,
  more: { scheduledTime?: Date; name?: string } = {},
): Verdict => {
  const { scheduledTime = after(-60), name = to } = more;
  return transition(
    sampleRun({ state: propose(from, { scheduledTime }) }),
    propose(to, {}, name),
    sampleFacts(),
  );
};

/** What the rules must say for an answer of the table to be true. */
const proofs: Record<TransitionAnswer, (from: StateKind, to: StateKind) => void> = {
  accept: (from, to) => expect(verdict(from, to).status).toBe('ACCEPT'),
  wait: (from, to) => {
    expect(verdict(from, to).status).toBe('ACCEPT');
    expect(verdict(from, to, { scheduledTime: after(60) })).toMatchObject({
      status: 'WAIT',
      delaySeconds: 60,
    });
  },
  rename: (from, to) => {
    expect(verdict(from, to).status).toBe('ABORT');
    expect(verdict(from, to, { name: 'InfrastructurePending' }).status).toBe('ACCEPT');
  },
  cancel: (from, to) =>
    expect(verdict(from, to)).toMatchObject({ status: 'REJECT', write: { state: { type: 'CANCELLED' } } }),
  refuse: (from, to) => expect(verdict(from, to)).toMatchObject({ status: 'REJECT', write: null }),
  abort: (from, to) => expect(verdict(from, to)).toMatchObject({ status: 'ABORT', write: null }),
};

describe('the transition table', () => {
  test.for(stateKinds)('tells what the rules decide from %s to every kind of state', (from) => {
    for (const to of stateKinds) proofs[transitions[from][to]](from, to);
  });

  test('knows every type, whatever its name', () => {
    for (const type of stateTypes) {
      expect(types[stateKind(proposal(type))]).toBe(type);
      expect(types[stateKind(proposal(type, { name: 'a name of my own' }))]).toBe(type);
    }
    expect(stateKind(proposal('SCHEDULED', { name: 'AwaitingRetry' }))).toBe('Scheduled');
    expect(Object.values(defaultStateNames)).toHaveLength(stateTypes.length);
  });
});
