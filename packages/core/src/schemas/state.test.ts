import { expect, test } from 'vitest';
import {
  conventionalStates,
  defaultStateNames,
  isLive,
  isTerminal,
  noStateDetails,
  state,
  stateCreate,
  stateTypes,
} from './state.ts';

test('a proposed state needs only its type, and brings neither id nor timestamp', () => {
  expect(stateCreate.parse({ type: 'RUNNING' })).toEqual({
    type: 'RUNNING',
    name: null,
    message: null,
    data: null,
    stateDetails: noStateDetails,
  });
  for (const extra of [
    { id: '00000000-0000-4000-8000-000000000001' },
    { timestamp: '2031-01-01T00:00:00Z' },
    { colour: 'red' },
  ]) {
    expect(stateCreate.safeParse({ type: 'RUNNING', ...extra }).success).toBe(false);
  }
});

test('an unknown type is refused at its path', () => {
  expect(stateCreate.safeParse({ type: 'NOPE' }).error?.issues[0]?.path).toEqual(['type']);
  expect(
    stateCreate.safeParse({ type: 'RUNNING', stateDetails: { transitionId: 'x' } }).error?.issues[0]?.path,
  ).toEqual(['stateDetails', 'transitionId']);
});

test('a state comes back from JSON as it went', () => {
  const sent = state.parse({
    id: '00000000-0000-4000-8000-000000000001',
    type: 'SCHEDULED',
    name: 'Late',
    timestamp: '2031-01-01T00:00:00+02:00',
    message: null,
    data: { any: ['thing'] },
    stateDetails: { scheduledTime: '2031-01-01T00:00:00.125Z' },
  });
  expect(sent.timestamp).toEqual(new Date('2030-12-31T22:00:00Z'));
  expect(state.parse(JSON.parse(JSON.stringify(sent)))).toEqual(sent);
});

test('every type has a default name of its own type and one phase', () => {
  for (const type of stateTypes) {
    expect(conventionalStates[defaultStateNames[type]]).toBe(type);
    expect(isLive(type) && isTerminal(type)).toBe(false);
  }
  expect(stateTypes.filter(isTerminal)).toEqual(['COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED']);
});
