import { expect, test } from 'vitest';
import { labelPatterns, likePattern, matchesPattern } from './label-pattern.ts';

test.each([
  ['a', 'a', true],
  ['a', 'ab', false],
  ['a*', 'abc', true],
  ['*c', 'abc', true],
  ['a*c', 'abcbc', true],
  ['a*c', 'abcb', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['*', '', true],
  ['', '', true],
  ['', 'a', false],
  ['**', 'abc', true],
  ['[ab]', 'a', false],
  ['.', 'a', false],
  ['?', '😀', true],
])('%j and %j: %s', (pattern, value, matches) => {
  expect(matchesPattern(pattern, value)).toBe(matches);
});

test('no pattern takes long', () => {
  const started = performance.now();
  expect(matchesPattern(`${'*a'.repeat(50)}b`, 'a'.repeat(5000))).toBe(false);
  expect(performance.now() - started).toBeLessThan(1000);
});

test('is told from what it is not, and says to LIKE what it means', () => {
  expect(labelPatterns('!a*')).toEqual([{ negated: true, pattern: 'a*' }]);
  expect(labelPatterns(['a', '!'])).toEqual([
    { negated: false, pattern: 'a' },
    { negated: true, pattern: '' },
  ]);
  expect(likePattern('50%_\\*?')).toBe('50\\%\\_\\\\%_');
});
