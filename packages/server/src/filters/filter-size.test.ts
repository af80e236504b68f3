import { expect, test } from 'vitest';
import { checkFilterSize } from './filter-size.ts';

const members = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, index]));

test('a hundred members at all levels are taken, one more is not', () => {
  checkFilterSize({ a: members(49), b: members(49) });
  expect(() => checkFilterSize({ a: members(49), b: members(50) })).toThrow(
    'the filters have 101 members, and at most 100 are answered; please leave some out',
  );
});

test('the items of a list are values, and what is null is not there', () => {
  checkFilterSize({
    a: { any: Array.from({ length: 5000 }, () => 'x'), at: new Date(), like: null },
    b: undefined,
  });
});
