import { z } from 'zod';
import { pause } from './actor.ts';
import { deploymentId, workPoolId, workQueueId } from './id.ts';
import { tags, text } from './text.ts';
import { instant } from './time.ts';

export const workQueueStatus = z.enum(['READY', 'NOT_READY', 'PAUSED']);

export const workQueue = z.object({
  id: workQueueId,
  created: instant,
  updated: instant,
  name: text,
  description: text.nullable(),
  isPaused: z.boolean(),
  pause: pause.nullable(),
  concurrencyLimit: z.int().nullable(),
  priority: z.int(),
  workPoolId: workPoolId.nullable(),
  workPoolName: text.nullable(),
  filter: z.object({ tags: tags.nullable(), deploymentIds: z.array(deploymentId).nullable() }).nullable(),
  lastPolled: instant.nullable(),
  status: workQueueStatus,
  activeSlots: z.int().nullable(),
});
export type WorkQueue = z.output<typeof workQueue>;
