import { type JsonObject, jsonObject } from '@carillon/core';

export type ReadParameters = { value: JsonObject; fault: null } | { value: null; fault: string };

/** An object as JSON; nothing stands for an empty one. */
export const readParameters = (text: string): ReadParameters => {
  if (text.trim() === '') return { value: {}, fault: null };
  try {
    const read = jsonObject.safeParse(JSON.parse(text));
    return read.success
      ? { value: read.data, fault: null }
      : { value: null, fault: 'must be an object: {"name": value}' };
  } catch (error) {
    return { value: null, fault: error instanceof Error ? error.message : 'is not JSON' };
  }
};
