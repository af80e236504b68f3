import { api, workPoolUpdate, workQueueCreate, workQueueUpdate } from '@carillon/core';
import { z } from 'zod';
import { poolRuns } from '../../features/flow-runs/queued-runs.ts';
import { poolConcurrency } from '../../features/work-pools/concurrency-status.ts';
import { createQueue } from '../../features/work-pools/create-queue.ts';
import { createWorkPool } from '../../features/work-pools/create-work-pool.ts';
import { deleteQueueByName } from '../../features/work-pools/delete-queue.ts';
import { deleteWorkPool } from '../../features/work-pools/delete-work-pool.ts';
import { deleteWorker } from '../../features/work-pools/delete-worker.ts';
import { heartbeat } from '../../features/work-pools/heartbeat.ts';
import { listPoolQueues } from '../../features/work-pools/list-queues.ts';
import { countWorkPools, listWorkPools } from '../../features/work-pools/list-work-pools.ts';
import { listWorkers } from '../../features/work-pools/list-workers.ts';
import { readQueueByName } from '../../features/work-pools/read-queue.ts';
import { readWorkPool } from '../../features/work-pools/read-work-pool.ts';
import { updateQueueByName } from '../../features/work-pools/update-queue.ts';
import { updateWorkPool } from '../../features/work-pools/update-work-pool.ts';
import { type AnyRoute, reads, writes } from '../route.ts';
import { countRoute, filterRoute } from '../usual.ts';

const { workPools } = api;
const { queues, workers } = workPools;
const pool = workPools.read.output;
const queue = queues.read.output;

const inPool = ({ pool_name }: { pool_name: string }) => ({ workPoolName: pool_name });
const queueOf = (params: { pool_name: string; queue_name: string }) => ({
  workPoolName: params.pool_name,
  workQueueName: params.queue_name,
});

export const workPoolRoutes: readonly AnyRoute[] = [
  writes({
    method: 'post',
    path: '/work_pools',
    summary: 'Make a work pool and its default queue',
    body: workPools.create.input,
    answer: pool,
    statuses: [201],
    handle: async (context, { body }) => ({ status: 201, value: await createWorkPool(context, body) }),
  }),
  filterRoute('/work_pools', 'work pools', workPools.list, listWorkPools),
  countRoute('/work_pools', 'work pools', workPools.count, countWorkPools),
  reads({
    method: 'get',
    path: '/work_pools/{pool_name}',
    summary: 'Read a work pool',
    answer: pool,
    statuses: [200],
    handle: async (context, { params }) => ({
      status: 200,
      value: await readWorkPool(context, { name: params.pool_name }),
    }),
  }),
  writes({
    method: 'patch',
    path: '/work_pools/{pool_name}',
    summary: 'Change what the request names',
    body: workPoolUpdate,
    answer: null,
    statuses: [204],
    handle: async (context, { params, body }) => {
      await updateWorkPool(context, { ...body, name: params.pool_name });
      return { status: 204 };
    },
  }),
  writes({
    method: 'delete',
    path: '/work_pools/{pool_name}',
    summary: 'Delete a work pool with its queues and workers',
    answer: null,
    statuses: [204],
    handle: async (context, { params }) => {
      await deleteWorkPool(context, { name: params.pool_name });
      return { status: 204 };
    },
  }),
  reads({
    method: 'post',
    path: '/work_pools/{pool_name}/concurrency_status',
    summary: 'The slots of a pool and of its queues, and who holds them',
    body: workPools.concurrencyStatus.input.omit({ name: true }),
    embedded: true,
    answer: workPools.concurrencyStatus.output,
    statuses: [200],
    handle: async (context, { params, body }) => ({
      status: 200,
      value: await poolConcurrency(context, { ...body, name: params.pool_name }),
    }),
  }),
  reads({
    method: 'post',
    path: '/work_pools/{pool_name}/get_scheduled_flow_runs',
    summary: 'Read what waits in a pool, by priority and time, within its open slots',
    body: workPools.scheduledRuns.input.omit({ name: true }),
    embedded: true,
    answer: workPools.scheduledRuns.output,
    statuses: [200],
    handle: async (context, { params, body }) => ({
      status: 200,
      value: await poolRuns(context, { ...body, name: params.pool_name }),
    }),
  }),
  writes({
    method: 'post',
    path: '/work_pools/{pool_name}/queues',
    summary: 'Make a queue',
    body: workQueueCreate,
    answer: queue,
    statuses: [201],
    handle: async (context, { params, body }) => ({
      status: 201,
      value: await createQueue(context, { ...body, ...inPool(params) }),
    }),
  }),
  reads({
    method: 'post',
    path: '/work_pools/{pool_name}/queues/filter',
    summary: 'List the queues of a pool by priority',
    body: queues.list.input.omit({ workPoolName: true }),
    embedded: true,
    answer: z.array(queue),
    statuses: [200],
    handle: async (context, { params, body }) => ({
      status: 200,
      value: (await listPoolQueues(context, { ...body, ...inPool(params) })).results,
    }),
  }),
  reads({
    method: 'get',
    path: '/work_pools/{pool_name}/queues/{queue_name}',
    summary: 'Read a queue',
    answer: queue,
    statuses: [200],
    handle: async (context, { params }) => ({
      status: 200,
      value: await readQueueByName(context, queueOf(params)),
    }),
  }),
  writes({
    method: 'patch',
    path: '/work_pools/{pool_name}/queues/{queue_name}',
    summary: 'Change what the request names',
    body: workQueueUpdate,
    answer: null,
    statuses: [204],
    handle: async (context, { params, body }) => {
      await updateQueueByName(context, { ...body, ...queueOf(params) });
      return { status: 204 };
    },
  }),
  writes({
    method: 'delete',
    path: '/work_pools/{pool_name}/queues/{queue_name}',
    summary: 'Delete a queue',
    answer: null,
    statuses: [204],
    handle: async (context, { params }) => {
      await deleteQueueByName(context, queueOf(params));
      return { status: 204 };
    },
  }),
  writes({
    method: 'post',
    path: '/work_pools/{pool_name}/workers/heartbeat',
    summary: 'Say that a worker is there',
    body: workers.heartbeat.input.omit({ workPoolName: true }),
    embedded: true,
    answer: null,
    statuses: [204],
    handle: async (context, { params, body }) => {
      await heartbeat(context, { ...body, ...inPool(params) });
      return { status: 204 };
    },
  }),
  reads({
    method: 'post',
    path: '/work_pools/{pool_name}/workers/filter',
    summary: 'List the workers of a pool, who was heard last first',
    body: workers.list.input.omit({ workPoolName: true }),
    embedded: true,
    answer: z.array(workers.list.output.shape.results.element),
    statuses: [200],
    handle: async (context, { params, body }) => ({
      status: 200,
      value: (await listWorkers(context, { ...body, ...inPool(params) })).results,
    }),
  }),
  writes({
    method: 'delete',
    path: '/work_pools/{pool_name}/workers/{worker_name}',
    summary: 'Delete a worker',
    answer: null,
    statuses: [204],
    handle: async (context, { params }) => {
      await deleteWorker(context, { ...inPool(params), name: params.worker_name });
      return { status: 204 };
    },
  }),
];
