import { api } from '@carillon/core';
import { mutation, query, router } from '../../trpc.ts';
import { poolConcurrency } from './concurrency-status.ts';
import { createQueue } from './create-queue.ts';
import { createWorkPool } from './create-work-pool.ts';
import { deleteQueueByName } from './delete-queue.ts';
import { deleteWorkPool } from './delete-work-pool.ts';
import { deleteWorker } from './delete-worker.ts';
import { heartbeat } from './heartbeat.ts';
import { listPoolQueues } from './list-queues.ts';
import { countWorkPools, listWorkPools } from './list-work-pools.ts';
import { listWorkers } from './list-workers.ts';
import { readQueueByName } from './read-queue.ts';
import { readWorkPool } from './read-work-pool.ts';
import { updateQueueByName } from './update-queue.ts';
import { updateWorkPool } from './update-work-pool.ts';

const { workPools } = api;
const { queues, workers } = workPools;

export const workPoolsRouter = router({
  create: mutation
    .input(workPools.create.input)
    .output(workPools.create.output)
    .mutation(({ ctx, input }) => createWorkPool(ctx.context, input)),
  read: query
    .input(workPools.read.input)
    .output(workPools.read.output)
    .query(({ ctx, input }) => readWorkPool(ctx.context, input)),
  list: query
    .input(workPools.list.input)
    .output(workPools.list.output)
    .query(({ ctx, input }) => listWorkPools(ctx.context, input)),
  count: query
    .input(workPools.count.input)
    .output(workPools.count.output)
    .query(({ ctx, input }) => countWorkPools(ctx.context, input)),
  update: mutation
    .input(workPools.update.input)
    .output(workPools.update.output)
    .mutation(({ ctx, input }) => updateWorkPool(ctx.context, input)),
  delete: mutation
    .input(workPools.delete.input)
    .output(workPools.delete.output)
    .mutation(({ ctx, input }) => deleteWorkPool(ctx.context, input)),
  concurrencyStatus: query
    .input(workPools.concurrencyStatus.input)
    .output(workPools.concurrencyStatus.output)
    .query(({ ctx, input }) => poolConcurrency(ctx.context, input)),
  queues: router({
    create: mutation
      .input(queues.create.input)
      .output(queues.create.output)
      .mutation(({ ctx, input }) => createQueue(ctx.context, input)),
    read: query
      .input(queues.read.input)
      .output(queues.read.output)
      .query(({ ctx, input }) => readQueueByName(ctx.context, input)),
    list: query
      .input(queues.list.input)
      .output(queues.list.output)
      .query(({ ctx, input }) => listPoolQueues(ctx.context, input)),
    update: mutation
      .input(queues.update.input)
      .output(queues.update.output)
      .mutation(({ ctx, input }) => updateQueueByName(ctx.context, input)),
    delete: mutation
      .input(queues.delete.input)
      .output(queues.delete.output)
      .mutation(({ ctx, input }) => deleteQueueByName(ctx.context, input)),
  }),
  workers: router({
    heartbeat: mutation
      .input(workers.heartbeat.input)
      .output(workers.heartbeat.output)
      .mutation(({ ctx, input }) => heartbeat(ctx.context, input)),
    list: query
      .input(workers.list.input)
      .output(workers.list.output)
      .query(({ ctx, input }) => listWorkers(ctx.context, input)),
    delete: mutation
      .input(workers.delete.input)
      .output(workers.delete.output)
      .mutation(({ ctx, input }) => deleteWorker(ctx.context, input)),
  }),
});
