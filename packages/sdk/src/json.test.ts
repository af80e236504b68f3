import { expect, test } from 'vitest';
import { toJsonObject } from './json.ts';

test('writes a value as JSON does: dates as text, undefined members not at all', () => {
  expect(toJsonObject('x', { at: new Date(0), none: undefined, list: [1] })).toEqual({
    at: '1970-01-01T00:00:00.000Z',
    list: [1],
  });
});

test.each([
  ['a bigint', { n: 1n }, /BigInt/],
  ['a list', [1], /must be a JSON object/],
  ['half of a surrogate pair', { text: '\ud800' }, /surrogate/],
])('refuses %s by the name of the value', (_, value, reason) => {
  expect(() => toJsonObject('The input of report/daily', value)).toThrow(
    expect.objectContaining({
      code: 'VALUE_NOT_JSON',
      message: expect.stringMatching(/^The input of report\/daily has no JSON form: /),
      data: { what: 'The input of report/daily', reason: expect.stringMatching(reason) },
    }),
  );
});

test('refuses a value that contains itself', () => {
  const value: Record<string, unknown> = {};
  value.self = value;
  expect(() => toJsonObject('x', value)).toThrow(/circular/);
});
