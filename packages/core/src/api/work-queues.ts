import { z } from 'zod';
import { workQueueFilter } from '../schemas/filter.ts';
import { flowRun } from '../schemas/flow-run.ts';
import { workQueueId } from '../schemas/id.ts';
import { cursor, limit, listOf, offset, page } from '../schemas/page.ts';
import { text } from '../schemas/text.ts';
import { instant } from '../schemas/time.ts';
import {
  workQueue,
  workQueueConcurrency,
  workQueueCreate,
  workQueueHealth,
  workQueueUpdate,
} from '../schemas/work-queue.ts';
import { mutation, query } from './procedure.ts';

const byId = z.strictObject({ id: workQueueId });
const nothing = z.null();

/** Queues outside of any named pool: by id, or by name in the pool `default-agent-pool`. */
export const workQueues = {
  /** In the pool `default-agent-pool`, which is made when it is missing. */
  create: mutation(workQueueCreate, workQueue),
  read: query(byId, workQueue),
  readByName: query(z.strictObject({ name: text }), workQueue),
  /** Of all pools, by name. */
  list: query(
    z.strictObject({ workQueues: workQueueFilter.nullable().optional(), limit, offset, cursor }),
    listOf(workQueue),
  ),
  update: mutation(workQueueUpdate.extend({ id: workQueueId }), nothing, { repeatable: true }),
  delete: mutation(byId, nothing),
  status: query(byId, workQueueHealth),
  /** A plain read of what waits in a queue, earliest first, within its open slots; claims nothing. */
  getRuns: query(
    z.strictObject({
      id: workQueueId,
      scheduledBefore: instant.nullable().default(null),
      limit,
      /** Whoever asks for work makes the queue READY; who merely looks does not. */
      polls: z.boolean().default(true),
    }),
    z.array(flowRun),
  ),
  concurrencyStatus: query(z.strictObject({ id: workQueueId, page, limit }), workQueueConcurrency),
};
