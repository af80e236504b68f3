import { z } from 'zod';
import { variableId } from './id.ts';
import { jsonValue } from './json.ts';
import { tags, text } from './text.ts';
import { instant } from './time.ts';

export const variable = z.object({
  id: variableId,
  created: instant,
  updated: instant,
  name: text,
  value: jsonValue,
  tags,
});
export type Variable = z.output<typeof variable>;
