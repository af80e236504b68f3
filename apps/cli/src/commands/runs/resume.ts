import { type JsonObject, jsonObject } from '@carillon/core';
import { textOf } from '../../arguments.ts';
import { UsageError } from '../../usage-error.ts';
import { changeRun } from './change.ts';

const readInput = (text: string | undefined): JsonObject | null => {
  if (text === undefined) return null;
  try {
    return jsonObject.parse(JSON.parse(text));
  } catch {
    throw new UsageError(`--input must be a JSON object, not ${text}`);
  }
};

export const runsResume = changeRun({
  usage: "carillon runs resume RUN [--input '{…}'] [--wait]",
  about: 'Lets a paused or suspended run go on, with the input that it asked for.',
  options: { input: { value: 'JSON', help: 'what the run asked for, as a JSON object' } },
  wanted: 'COMPLETED',
  change: (client, { id }, parsed) =>
    client.flowRuns.resume({ id, runInput: readInput(textOf(parsed, 'input')) }),
});
