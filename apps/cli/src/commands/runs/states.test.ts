import { expect, test } from 'vitest';
import { readStates } from './states.ts';

test('types and names of states are told apart, in any case', () => {
  expect(readStates('failed, Late,CRASHED')).toEqual({
    operator: 'or',
    type: { any: ['FAILED', 'CRASHED'] },
    name: { any: ['Late'] },
  });
});

test('what is no state is refused with those that there are', () => {
  expect(() => readStates('failing')).toThrow(/"failing" is no state; there are .*failed.*awaitingretry/);
});
