import { jsonValue } from '@carillon/core';
import type { ResultJson } from './messages.ts';

/** Bytes of JSON that are kept of what a flow returns. */
const resultBytesMax = 512 * 1024;

const notKept = (reason: string): ResultJson => ({
  json: null,
  problem: `the result was not kept: ${reason}`,
});

/** What a flow returned as JSON; undefined is null. What cannot be kept does not fail the run. */
export const resultJson = (value: unknown): ResultJson => {
  try {
    const json = JSON.stringify(value) ?? 'null';
    const bytes = Buffer.byteLength(json);
    if (bytes > resultBytesMax) {
      return notKept(
        `it has ${bytes.toLocaleString('en')} bytes as JSON, more than ${resultBytesMax.toLocaleString('en')}`,
      );
    }
    const checked = jsonValue.safeParse(JSON.parse(json));
    return checked.success
      ? { json, problem: null }
      : notKept(checked.error.issues.map(({ message }) => `it ${message}`).join('; '));
  } catch (error) {
    return notKept(`it has no JSON form (${error instanceof Error ? error.message : String(error)})`);
  }
};
