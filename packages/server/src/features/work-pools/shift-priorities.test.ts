import { expect, test } from 'vitest';
import { shiftPriorities } from './shift-priorities.ts';

const queues = (priorities: Record<string, number>) =>
  Object.entries(priorities).map(([id, priority]) => ({ id, priority }));

test.each([
  ['a free number', { a: 1, b: 2 }, { c: 5 }, { a: 1, b: 2, c: 5 }],
  ['the number that it has', { a: 1, b: 2 }, { b: 2 }, { a: 1, b: 2 }],
  ['the first of all', { a: 1, b: 2, c: 3 }, { d: 1 }, { d: 1, a: 2, b: 3, c: 4 }],
  ['one before a gap, which takes the shift up', { a: 1, b: 2, c: 4 }, { d: 1 }, { d: 1, a: 2, b: 3, c: 4 }],
  ['its neighbour’s, whose place it had', { a: 1, b: 2, c: 3 }, { b: 1 }, { b: 1, a: 2, c: 3 }],
  ['a later one, and leaves a gap', { a: 1, b: 2, c: 3 }, { a: 3 }, { b: 2, a: 3, c: 4 }],
  ['a place between two', { a: 1, b: 5, c: 6 }, { d: 5 }, { a: 1, d: 5, b: 6, c: 7 }],
] as const)('a queue that gets %s shifts no more than it must', (_, before, wanted, after) => {
  const [moved] = queues(wanted);
  const priorities: Record<string, number> = { ...before };
  for (const { id, priority } of shiftPriorities(queues(before), moved ?? { id: '', priority: 0 }))
    priorities[id] = priority;
  expect(priorities).toEqual(after);
});
