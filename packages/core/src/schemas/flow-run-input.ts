import { z } from 'zod';
import { flowRunId, flowRunInputId } from './id.ts';
import { text } from './text.ts';
import { instant } from './time.ts';

/** Lower case letters, digits and dashes; may be empty. */
export const flowRunInputKey = text
  .max(1000)
  .regex(/^[a-z0-9-]*$/, 'must be made of lower case letters, digits and dashes');

/** A value that is handed to a run, or by it: what a paused run asks for, what it is answered, messages between runs. */
export const flowRunInput = z.object({
  id: flowRunInputId,
  created: instant,
  updated: instant,
  flowRunId,
  key: flowRunInputKey,
  value: text,
  sender: text.nullable(),
});

export const flowRunInputCreate = z.strictObject({
  flowRunId,
  key: flowRunInputKey,
  value: text,
  sender: text.nullable().default(null),
});
