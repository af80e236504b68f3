import { z } from 'zod';
import { workerId, workPoolId } from './id.ts';
import { text } from './text.ts';
import { instant } from './time.ts';

export const workerStatus = z.enum(['ONLINE', 'OFFLINE']);

export const worker = z.object({
  id: workerId,
  created: instant,
  updated: instant,
  name: text,
  workPoolId,
  lastHeartbeatTime: instant.nullable(),
  heartbeatIntervalSeconds: z.int().nullable(),
  status: workerStatus,
});
export type Worker = z.output<typeof worker>;
