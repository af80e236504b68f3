import { z } from 'zod';
import { variableId } from './id.ts';
import { type JsonValue, jsonBytes, jsonValue } from './json.ts';
import { tags, text } from './text.ts';
import { instant } from './time.ts';

/** Bytes of compact JSON that a variable's value may have. */
export const variableBytesMax = 5000;

export const variable = z.object({
  id: variableId,
  created: instant,
  updated: instant,
  name: text,
  value: jsonValue,
  tags,
});
export type Variable = z.output<typeof variable>;

export const variableName = z
  .string()
  .max(255)
  .regex(/^[a-z0-9_-]+$/, 'must be lower-case letters, digits, dashes and underscores');

const value = jsonValue.superRefine((given: JsonValue, context) => {
  const size = jsonBytes(given);
  if (size <= variableBytesMax) return;
  const message = `must be at most ${variableBytesMax} bytes as JSON (got ${size})`;
  context.addIssue({ code: 'custom', message });
});

export const variableCreate = z.strictObject({ name: variableName, value, tags: tags.default([]) });
export type VariableCreate = z.output<typeof variableCreate>;

/** Changes what it names. */
export const variableUpdate = z.strictObject({
  name: variableName.optional(),
  value: value.optional(),
  tags: tags.optional(),
});
export type VariableUpdate = z.output<typeof variableUpdate>;
