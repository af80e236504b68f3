import { expect, test } from 'vitest';
import { parseSnapshot, type Snapshot, toldThrough } from './snapshot.ts';

test('reads what PostgreSQL writes', () => {
  expect(parseSnapshot('10:10:')).toEqual({ end: 10, underWay: [] });
  expect(parseSnapshot('10:20:10,14,15')).toEqual({ end: 20, underWay: [10, 14, 15] });
});

const before: Snapshot = { end: 10, underWay: [4, 7] };
const now: Snapshot = { end: 20, underWay: [7, 12, 18] };

test.each<[number, Snapshot]>([
  // All that is seen now.
  [20, now],
  // Some of what began since.
  [15, { end: 15, underWay: [7, 12] }],
  // Of what was under way before, the first alone: the other one was not looked for.
  [5, { end: 10, underWay: [7] }],
  [4, before],
])('what was told of the transactions below %i', (end, told) => {
  expect(toldThrough(before, now, end)).toEqual(told);
});
