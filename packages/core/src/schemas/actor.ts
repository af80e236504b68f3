import { z } from 'zod';
import { text } from './text.ts';
import { instant } from './time.ts';

/** Who made or changed a thing: a schedule, an automation, a client by its name. */
export const actor = z.object({
  id: z.guid().nullable(),
  type: text.nullable(),
  displayValue: text.nullable(),
});
export type Actor = z.output<typeof actor>;

/** A pause and its circumstances; null while nothing is paused. */
export const pause = z.object({ at: instant, by: actor.nullable(), reason: text.nullable() });
export type Pause = z.output<typeof pause>;
