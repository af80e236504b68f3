import { testApp } from '@carillon/testing';
import { expect, test } from 'vitest';
import { untilLeft } from './until-left.ts';

test.each([
  ['57P01', 'UNAVAILABLE'],
  ['57014', 'QUERY_TIMEOUT'],
  ['XX000', 'INTERNAL'],
])('a stream that the database ends with %s breaks off with %s', async (code, told) => {
  await using app = await testApp();
  const stream = untilLeft(app.services, {
    signal: undefined,
    async *messages() {
      yield 1;
      throw Object.assign(new Error('terminating connection'), { code });
    },
  });
  expect(await stream.next()).toEqual({ value: 1, done: false });
  await expect(stream.next()).rejects.toMatchObject({ code: told });
});
