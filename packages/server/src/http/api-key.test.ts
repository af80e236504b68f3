import { expect, test } from 'vitest';
import { isRightKey } from './api-key.ts';

const key = 'sixteen letters!';

test('only the whole key is right, however much of it is', () => {
  expect(isRightKey(`Bearer ${key}`, key)).toBe(true);
  for (const wrong of [
    undefined,
    '',
    'Bearer ',
    `Bearer ${key.slice(1)}`,
    `Bearer ${key}!`,
    `Bearer ${key} x`,
  ])
    expect(isRightKey(wrong, key)).toBe(false);
});

test('keys of any length and any letters are compared', () => {
  expect(isRightKey(`Bearer ${'x'.repeat(100_000)}`, key)).toBe(false);
  expect(isRightKey('Bearer schlüssel-ünd-mehr', 'schlüssel-ünd-mehr')).toBe(true);
});
