import { expect, test } from 'vitest';
import { spanInWords, whenInWords } from './time.ts';

test.for([
  [0.041, '41 ms'],
  [1.55, '1.6 s'],
  [42.9, '42 s'],
  [3599, '59 m'],
  [86_399, '23 h'],
  [200_000, '2 d'],
] as const)('%d seconds are %s', ([seconds, words]) => {
  expect(spanInWords(seconds)).toBe(words);
});

test('an instant is said from now', () => {
  const now = new Date('2026-03-06T12:00:00Z');
  expect(whenInWords(new Date('2026-03-06T12:05:00Z'), now)).toBe('in 5 m');
  expect(whenInWords(new Date('2026-03-06T09:00:00Z'), now)).toBe('3 h ago');
  expect(whenInWords(null, now)).toBe('');
});
