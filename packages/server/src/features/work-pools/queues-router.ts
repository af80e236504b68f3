import { api } from '@carillon/core';
import { mutation, query, router } from '../../trpc.ts';
import { queueConcurrency } from './concurrency-status.ts';
import { createAgentQueue } from './create-queue.ts';
import { deleteQueue } from './delete-queue.ts';
import { listQueues } from './list-queues.ts';
import { queueHealth } from './queue-health.ts';
import { readAgentQueue, readQueue } from './read-queue.ts';
import { updateQueue } from './update-queue.ts';

const { workQueues } = api;

export const workQueuesRouter = router({
  create: mutation
    .input(workQueues.create.input)
    .output(workQueues.create.output)
    .mutation(({ ctx, input }) => createAgentQueue(ctx.context, input)),
  read: query
    .input(workQueues.read.input)
    .output(workQueues.read.output)
    .query(({ ctx, input }) => readQueue(ctx.context, input)),
  readByName: query
    .input(workQueues.readByName.input)
    .output(workQueues.readByName.output)
    .query(({ ctx, input }) => readAgentQueue(ctx.context, input)),
  list: query
    .input(workQueues.list.input)
    .output(workQueues.list.output)
    .query(({ ctx, input }) => listQueues(ctx.context, input)),
  update: mutation
    .input(workQueues.update.input)
    .output(workQueues.update.output)
    .mutation(({ ctx, input }) => updateQueue(ctx.context, input)),
  delete: mutation
    .input(workQueues.delete.input)
    .output(workQueues.delete.output)
    .mutation(({ ctx, input }) => deleteQueue(ctx.context, input)),
  status: query
    .input(workQueues.status.input)
    .output(workQueues.status.output)
    .query(({ ctx, input }) => queueHealth(ctx.context, input)),
  concurrencyStatus: query
    .input(workQueues.concurrencyStatus.input)
    .output(workQueues.concurrencyStatus.output)
    .query(({ ctx, input }) => queueConcurrency(ctx.context, input)),
});
