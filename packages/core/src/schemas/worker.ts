import { z } from 'zod';
import { workerId, workPoolId } from './id.ts';
import { jsonObject } from './json.ts';
import { name, text } from './text.ts';
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
  /** ONLINE while it has missed no more than a few heartbeats. */
  status: workerStatus,
});
export type Worker = z.output<typeof worker>;

/** Unknown members are let pass, as Prefect lets them. */
export const workerHeartbeat = z.object({
  name,
  heartbeatIntervalSeconds: z.int().min(1).max(86_400).nullable().default(null),
  metadata: jsonObject.nullable().default(null),
});
