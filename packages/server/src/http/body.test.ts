import { expect, test } from 'vitest';
import { bodyBytesMax, isTooDeep, readBody } from './body.ts';

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

test('depth is counted in brackets of either kind, but not in those inside strings', () => {
  expect(isTooDeep(nested(38))).toBe(false);
  expect(isTooDeep(nested(39))).toBe(true);
  expect(isTooDeep(`${'{"a":'.repeat(39)}1${'}'.repeat(39)}`)).toBe(true);
  expect(isTooDeep(`[${Array.from({ length: 100 }, () => '[]').join()}]`, 2)).toBe(false);
  expect(isTooDeep(`["${'['.repeat(100)}"]`, 1)).toBe(false);
  expect(isTooDeep(`["\\"${'['.repeat(100)}"]`, 1)).toBe(false);
  expect(isTooDeep('["\\\\",[[]]]', 2)).toBe(true);
});

const streamOf = (
  parts: number,
  bytes: number,
): { body: ReadableStream<Uint8Array>; given: () => number } => {
  let given = 0;
  return {
    given: () => given,
    body: new ReadableStream({
      pull(controller) {
        if (given === parts) return controller.close();
        given += 1;
        controller.enqueue(new Uint8Array(bytes));
      },
    }),
  };
};

test('a body is read up to what is allowed, and no further', async () => {
  expect((await readBody(null))?.byteLength).toBe(0);
  expect((await readBody(streamOf(10, bodyBytesMax / 10).body))?.byteLength).toBe(bodyBytesMax);
  const endless = streamOf(Number.POSITIVE_INFINITY, 100_000);
  expect(await readBody(endless.body)).toBeNull();
  expect(endless.given()).toBeLessThan(15);
});
