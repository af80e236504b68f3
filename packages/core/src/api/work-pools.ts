import { z } from 'zod';
import { workerFilter, workPoolFilter, workQueueFilter } from '../schemas/filter.ts';
import { flowRun } from '../schemas/flow-run.ts';
import { workPoolId, workQueueId } from '../schemas/id.ts';
import { cursor, limit, limitMax, listOf, offset, page } from '../schemas/page.ts';
import { text } from '../schemas/text.ts';
import { instant } from '../schemas/time.ts';
import { workPool, workPoolConcurrency, workPoolCreate, workPoolUpdate } from '../schemas/work-pool.ts';
import { workQueue, workQueueCreate, workQueueUpdate } from '../schemas/work-queue.ts';
import { worker, workerHeartbeat } from '../schemas/worker.ts';
import { mutation, query } from './procedure.ts';

const byName = z.strictObject({ name: text });
const inPool = { workPoolName: text };
const queue = { ...inPool, workQueueName: text };
const nothing = z.null();

/** A run that waits in a pool, and where. */
const pooledRun = z.object({ workPoolId, workQueueId, flowRun });

export const workPools = {
  /** Makes a pool and its default queue. */
  create: mutation(workPoolCreate, workPool),
  read: query(byName, workPool),
  /** By name. */
  list: query(
    z.strictObject({ workPools: workPoolFilter.nullable().optional(), limit, offset, cursor }),
    listOf(workPool),
  ),
  count: query(z.strictObject({ workPools: workPoolFilter.nullable().optional() }), z.int()),
  update: mutation(workPoolUpdate.extend({ name: text }), nothing, { repeatable: true }),
  /** Takes its queues and workers with it; deployments and runs stay, in no queue. */
  delete: mutation(byName, nothing),
  concurrencyStatus: query(
    z.strictObject({
      name: text,
      page,
      limit,
      /** How many of the runs that hold its slots are shown of each queue. */
      flowRunLimit: z.int().min(0).max(limitMax).default(10),
    }),
    workPoolConcurrency,
  ),
  /** A plain read of what waits in a pool, by the priority of its queue and by time, within the open slots; claims nothing. */
  scheduledRuns: query(
    z.strictObject({
      name: text,
      /** Null or empty for all of its queues. */
      workQueueNames: z.array(text).max(1000).nullable().default(null),
      scheduledBefore: instant.nullable().default(null),
      scheduledAfter: instant.nullable().default(null),
      limit,
    }),
    z.array(pooledRun),
  ),
  queues: {
    create: mutation(workQueueCreate.extend(inPool), workQueue),
    read: query(z.strictObject(queue), workQueue),
    /** By priority. */
    list: query(
      z.strictObject({
        ...inPool,
        workQueues: workQueueFilter.nullable().optional(),
        limit,
        offset,
        cursor,
      }),
      listOf(workQueue),
    ),
    update: mutation(workQueueUpdate.extend(queue), nothing, { repeatable: true }),
    delete: mutation(z.strictObject(queue), nothing),
  },
  workers: {
    /** Says that a worker is there; one that was never heard of is made. */
    heartbeat: mutation(workerHeartbeat.extend(inPool), nothing, { repeatable: true }),
    /** Who was heard last comes first. */
    list: query(
      z.strictObject({ ...inPool, workers: workerFilter.nullable().optional(), limit, offset, cursor }),
      listOf(worker),
    ),
    delete: mutation(z.strictObject({ ...inPool, name: text }), nothing),
  },
};
