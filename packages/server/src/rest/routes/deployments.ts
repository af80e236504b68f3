import {
  api,
  deploymentId,
  deploymentUpdate,
  pageOf,
  scheduleCreate,
  scheduleId,
  scheduleUpdate,
} from '@carillon/core';
import { z } from 'zod';
import { checkWorkQueues } from '../../features/deployments/check-work-queues.ts';
import { deleteDeployment } from '../../features/deployments/delete-deployment.ts';
import {
  createSchedules,
  deleteSchedule,
  updateSchedule,
} from '../../features/deployments/edit-schedules.ts';
import {
  countDeployments,
  listDeployments,
  paginateDeployments,
} from '../../features/deployments/list-deployments.ts';
import { listSchedules } from '../../features/deployments/list-schedules.ts';
import { pauseDeployment, resumeDeployment } from '../../features/deployments/pause-deployment.ts';
import { readDeployment, readDeploymentByName } from '../../features/deployments/read-deployment.ts';
import { updateDeployment } from '../../features/deployments/update-deployment.ts';
import { upsertDeployment } from '../../features/deployments/upsert-deployment.ts';
import { createDeploymentRun } from '../../features/flow-runs/create-deployment-run.ts';
import { scheduledRuns } from '../../features/flow-runs/scheduled-runs.ts';
import { scheduleRange } from '../../features/scheduling/schedule-range.ts';
import { withKept } from '../kept-members.ts';
import { type AnyRoute, reads, writes } from '../route.ts';
import { countRoute } from '../usual.ts';

const { deployments } = api;
type View = z.input<typeof deployments.read.output>;

/** A limit of its own is shown as the global one that it is. */
const deployment = deployments.read.output.extend({ concurrencyLimit: z.null() });
const shown = (view: View): z.input<typeof deployment> => ({ ...view, concurrencyLimit: null });
const page = pageOf(deployment);

/** What clients of other ages send of a deployment. */
const dropped = [
  'worker_pool_queue_id',
  'worker_pool_name',
  'worker_pool_queue_name',
  'work_pool_queue_name',
  'version_info',
];

const idOf = ({ id }: { id: string }) => ({ id: deploymentId.parse(id) });
const scheduleOf = (params: { id: string; schedule_id: string }) => ({
  deploymentId: deploymentId.parse(params.id),
  scheduleId: scheduleId.parse(params.schedule_id),
});

export const deploymentRoutes: readonly AnyRoute[] = [
  writes({
    method: 'post',
    path: '/deployments',
    summary: 'Make a deployment, or restate the one of this flow and name',
    body: deployments.create.input,
    dropped,
    answer: deployment,
    statuses: [201, 200],
    refusals: { FLOW_NOT_FOUND: 409 },
    handle: async (context, { body, sent }) => {
      const made = await upsertDeployment(context, await withKept(context, body, sent));
      return { status: made.changes.outcome === 'created' ? 201 : 200, value: shown(made.deployment) };
    },
  }),
  writes({
    method: 'patch',
    path: '/deployments/{id}',
    summary: 'Change what the request names',
    body: deploymentUpdate,
    dropped,
    answer: null,
    statuses: [204],
    handle: async (context, { params, body }) => {
      await updateDeployment(context, { ...body, ...idOf(params) });
      return { status: 204 };
    },
  }),
  reads({
    method: 'get',
    path: '/deployments/name/{flow_name}/{deployment_name}',
    summary: 'Read a deployment by the names of its flow and itself',
    answer: deployment,
    statuses: [200],
    handle: async (context, { params }) => ({
      status: 200,
      value: shown(
        await readDeploymentByName(context, { flowName: params.flow_name, name: params.deployment_name }),
      ),
    }),
  }),
  reads({
    method: 'get',
    path: '/deployments/{id}',
    summary: 'Read a deployment',
    answer: deployment,
    statuses: [200],
    handle: async (context, { params }) => ({
      status: 200,
      value: shown(await readDeployment(context, idOf(params))),
    }),
  }),
  reads({
    method: 'post',
    path: '/deployments/filter',
    summary: 'List deployments',
    body: deployments.list.input,
    embedded: true,
    answer: z.array(deployment),
    statuses: [200],
    handle: async (context, { body }) => ({
      status: 200,
      value: (await listDeployments(context, body)).results.map(shown),
    }),
  }),
  reads({
    method: 'post',
    path: '/deployments/paginate',
    summary: 'List deployments by numbered pages',
    body: deployments.paginate.input,
    embedded: true,
    answer: page,
    statuses: [200],
    handle: async (context, { body }) => {
      const { results, ...counts } = await paginateDeployments(context, body);
      return { status: 200, value: { ...counts, results: results.map(shown) } };
    },
  }),
  reads({
    method: 'post',
    path: '/deployments/get_scheduled_flow_runs',
    summary: 'Read what is scheduled for these deployments, earliest first',
    body: deployments.scheduledRuns.input,
    embedded: true,
    answer: deployments.scheduledRuns.output,
    statuses: [200],
    handle: async (context, { body }) => ({ status: 200, value: await scheduledRuns(context, body) }),
  }),
  countRoute('/deployments', 'deployments', deployments.count, countDeployments),
  writes({
    method: 'delete',
    path: '/deployments/{id}',
    summary: 'Delete a deployment and what is scheduled of it',
    answer: null,
    statuses: [204],
    handle: async (context, { params }) => {
      await deleteDeployment(context, idOf(params));
      return { status: 204 };
    },
  }),
  writes({
    method: 'post',
    path: '/deployments/{id}/schedule',
    summary: 'Make the runs of a range, past ones too',
    body: deployments.schedule.input.omit({ id: true }),
    embedded: true,
    answer: null,
    statuses: [200],
    handle: async (context, { params, body }) => {
      await scheduleRange(context, { ...body, ...idOf(params) });
      return { status: 200, value: null };
    },
  }),
  writes({
    method: 'post',
    path: '/deployments/{id}/resume_deployment',
    summary: 'Resume a deployment',
    answer: null,
    statuses: [200],
    handle: async (context, { params }) => {
      await resumeDeployment(context, idOf(params));
      return { status: 200, value: null };
    },
  }),
  writes({
    method: 'post',
    path: '/deployments/{id}/pause_deployment',
    summary: 'Pause a deployment',
    answer: null,
    statuses: [200],
    handle: async (context, { params }) => {
      await pauseDeployment(context, { ...idOf(params), reason: null });
      return { status: 200, value: null };
    },
  }),
  writes({
    method: 'post',
    path: '/deployments/{id}/create_flow_run',
    summary: 'Make a run of a deployment; the same idempotency key is the same run',
    body: deployments.createRun.input.omit({ id: true }),
    answer: deployments.createRun.output.shape.run,
    statuses: [201, 200],
    refusals: { PARAMETERS_NOT_HYDRATED: 400, WORK_POOL_MISSING: 400 },
    handle: async (context, { params, body }) => {
      const jobVariables = body.jobVariables ?? {};
      const { run, created } = await createDeploymentRun(context, { ...body, jobVariables, ...idOf(params) });
      return { status: created ? 201 : 200, value: run };
    },
  }),
  reads({
    method: 'get',
    path: '/deployments/{id}/work_queue_check',
    summary: 'The queues whose filter takes the deployment',
    answer: deployments.workQueueCheck.output,
    statuses: [200],
    handle: async (context, { params }) => ({
      status: 200,
      value: await checkWorkQueues(context, idOf(params)),
    }),
  }),
  reads({
    method: 'get',
    path: '/deployments/{id}/schedules',
    summary: 'The schedules of a deployment, the last changed first',
    answer: deployments.schedules.list.output,
    statuses: [200],
    handle: async (context, { params }) => ({
      status: 200,
      value: await listSchedules(context, { deploymentId: idOf(params).id }),
    }),
  }),
  writes({
    method: 'post',
    path: '/deployments/{id}/schedules',
    summary: 'Add schedules',
    body: z.array(scheduleCreate).max(1000),
    answer: deployments.schedules.create.output,
    statuses: [201],
    handle: async (context, { params, body }) => ({
      status: 201,
      value: await createSchedules(context, { deploymentId: idOf(params).id, schedules: body }),
    }),
  }),
  writes({
    method: 'patch',
    path: '/deployments/{id}/schedules/{schedule_id}',
    summary: 'Change what the request names of a schedule',
    body: scheduleUpdate,
    answer: null,
    statuses: [204],
    handle: async (context, { params, body }) => {
      await updateSchedule(context, { ...body, ...scheduleOf(params) });
      return { status: 204 };
    },
  }),
  writes({
    method: 'delete',
    path: '/deployments/{id}/schedules/{schedule_id}',
    summary: 'Delete a schedule and its runs that nobody has begun',
    answer: null,
    statuses: [204],
    handle: async (context, { params }) => {
      await deleteSchedule(context, scheduleOf(params));
      return { status: 204 };
    },
  }),
];
