import { api, workQueueId, workQueueUpdate } from '@carillon/core';
import { queueRuns } from '../../features/flow-runs/queued-runs.ts';
import { queueConcurrency } from '../../features/work-pools/concurrency-status.ts';
import { createAgentQueue } from '../../features/work-pools/create-queue.ts';
import { deleteQueue } from '../../features/work-pools/delete-queue.ts';
import { listQueues } from '../../features/work-pools/list-queues.ts';
import { queueHealth } from '../../features/work-pools/queue-health.ts';
import { readAgentQueue, readQueue } from '../../features/work-pools/read-queue.ts';
import { updateQueue } from '../../features/work-pools/update-queue.ts';
import { type AnyRoute, reads, writes } from '../route.ts';
import { filterRoute } from '../usual.ts';

const { workQueues } = api;
const queue = workQueues.read.output;

const idOf = ({ id }: { id: string }) => ({ id: workQueueId.parse(id) });

/** Queues by id, of whatever pool; made and found by name in the pool of those that name none. */
export const workQueueRoutes: readonly AnyRoute[] = [
  writes({
    method: 'post',
    path: '/work_queues',
    summary: 'Make a queue outside of any named pool',
    body: workQueues.create.input,
    answer: queue,
    statuses: [201],
    handle: async (context, { body }) => ({ status: 201, value: await createAgentQueue(context, body) }),
  }),
  filterRoute('/work_queues', 'queues', workQueues.list, listQueues),
  reads({
    method: 'get',
    path: '/work_queues/{id}',
    summary: 'Read a queue',
    answer: queue,
    statuses: [200],
    handle: async (context, { params }) => ({ status: 200, value: await readQueue(context, idOf(params)) }),
  }),
  reads({
    method: 'get',
    path: '/work_queues/name/{name}',
    summary: 'Read a queue outside of any named pool by its name',
    answer: queue,
    statuses: [200],
    handle: async (context, { params }) => ({ status: 200, value: await readAgentQueue(context, params) }),
  }),
  writes({
    method: 'patch',
    path: '/work_queues/{id}',
    summary: 'Change what the request names',
    body: workQueueUpdate,
    answer: null,
    statuses: [204],
    handle: async (context, { params, body }) => {
      await updateQueue(context, { ...body, ...idOf(params) });
      return { status: 204 };
    },
  }),
  writes({
    method: 'delete',
    path: '/work_queues/{id}',
    summary: 'Delete a queue',
    answer: null,
    statuses: [204],
    handle: async (context, { params }) => {
      await deleteQueue(context, idOf(params));
      return { status: 204 };
    },
  }),
  reads({
    method: 'get',
    path: '/work_queues/{id}/status',
    summary: 'Whether a queue is asked for work and keeps up',
    answer: workQueues.status.output,
    statuses: [200],
    handle: async (context, { params }) => ({ status: 200, value: await queueHealth(context, idOf(params)) }),
  }),
  reads({
    method: 'post',
    path: '/work_queues/{id}/get_runs',
    summary: 'Read what waits in a queue, earliest first, within its open slots',
    body: workQueues.getRuns.input.omit({ id: true, polls: true }),
    embedded: true,
    answer: workQueues.getRuns.output,
    statuses: [200],
    handle: async (context, { params, body, request }) => ({
      status: 200,
      // A page that looks is no worker that asks.
      value: await queueRuns(context, {
        ...body,
        ...idOf(params),
        polls: request.header('x-prefect-ui') !== 'true',
      }),
    }),
  }),
  reads({
    method: 'post',
    path: '/work_queues/{id}/concurrency_status',
    summary: 'The slots of a queue, and who holds them',
    body: workQueues.concurrencyStatus.input.omit({ id: true }),
    embedded: true,
    answer: workQueues.concurrencyStatus.output,
    statuses: [200],
    handle: async (context, { params, body }) => ({
      status: 200,
      value: await queueConcurrency(context, { ...body, ...idOf(params) }),
    }),
  }),
];
