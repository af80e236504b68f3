import { api } from '@carillon/core';
import { mutation, query, router } from '../../trpc.ts';
import { createDeploymentRun } from '../flow-runs/create-deployment-run.ts';
import { createDeploymentRuns } from '../flow-runs/create-deployment-runs.ts';
import { scheduledRuns } from '../flow-runs/scheduled-runs.ts';
import { scheduleRange } from '../scheduling/schedule-range.ts';
import { deploymentAttention } from './attention.ts';
import { bulkDeleteDeployments } from './bulk-delete-deployments.ts';
import { checkWorkQueues } from './check-work-queues.ts';
import { compareDeployment } from './compare-deployment.ts';
import { deleteDeployment } from './delete-deployment.ts';
import { previewDelete } from './delete-preview.ts';
import { createSchedules, deleteSchedule, updateSchedule } from './edit-schedules.ts';
import { countDeployments, listDeployments, paginateDeployments } from './list-deployments.ts';
import { listSchedules } from './list-schedules.ts';
import { overviewDeployments, overviewDeploymentsPage } from './overview.ts';
import { pauseDeployment, resumeDeployment } from './pause-deployment.ts';
import { readDeployment, readDeploymentByName } from './read-deployment.ts';
import { updateDeployment } from './update-deployment.ts';
import { upsertDeployment } from './upsert-deployment.ts';

const { deployments } = api;
const { schedules } = deployments;

export const deploymentsRouter = router({
  create: mutation
    .input(deployments.create.input)
    .output(deployments.create.output)
    .mutation(({ ctx, input }) => upsertDeployment(ctx.context, input)),
  compare: query
    .input(deployments.compare.input)
    .output(deployments.compare.output)
    .query(({ ctx, input }) => compareDeployment(ctx.context, input)),
  update: mutation
    .input(deployments.update.input)
    .output(deployments.update.output)
    .mutation(({ ctx, input }) => updateDeployment(ctx.context, input)),
  read: query
    .input(deployments.read.input)
    .output(deployments.read.output)
    .query(({ ctx, input }) => readDeployment(ctx.context, input)),
  readByName: query
    .input(deployments.readByName.input)
    .output(deployments.readByName.output)
    .query(({ ctx, input }) => readDeploymentByName(ctx.context, input)),
  list: query
    .input(deployments.list.input)
    .output(deployments.list.output)
    .query(({ ctx, input }) => listDeployments(ctx.context, input)),
  paginate: query
    .input(deployments.paginate.input)
    .output(deployments.paginate.output)
    .query(({ ctx, input }) => paginateDeployments(ctx.context, input)),
  count: query
    .input(deployments.count.input)
    .output(deployments.count.output)
    .query(({ ctx, input }) => countDeployments(ctx.context, input)),
  overview: query
    .input(deployments.overview.input)
    .output(deployments.overview.output)
    .query(({ ctx, input }) => overviewDeployments(ctx.context, input)),
  attention: query
    .input(deployments.attention.input)
    .output(deployments.attention.output)
    .query(({ ctx, input }) => deploymentAttention(ctx.context, input)),
  overviewPage: query
    .input(deployments.overviewPage.input)
    .output(deployments.overviewPage.output)
    .query(({ ctx, input }) => overviewDeploymentsPage(ctx.context, input)),
  scheduledRuns: query
    .input(deployments.scheduledRuns.input)
    .output(deployments.scheduledRuns.output)
    .query(({ ctx, input }) => scheduledRuns(ctx.context, input)),
  deletePreview: query
    .input(deployments.deletePreview.input)
    .output(deployments.deletePreview.output)
    .query(({ ctx, input }) => previewDelete(ctx.context, input)),
  delete: mutation
    .input(deployments.delete.input)
    .output(deployments.delete.output)
    .mutation(({ ctx, input }) => deleteDeployment(ctx.context, input)),
  schedule: mutation
    .input(deployments.schedule.input)
    .output(deployments.schedule.output)
    .mutation(({ ctx, input }) => scheduleRange(ctx.context, input)),
  pause: mutation
    .input(deployments.pause.input)
    .output(deployments.pause.output)
    .mutation(({ ctx, input }) => pauseDeployment(ctx.context, input)),
  resume: mutation
    .input(deployments.resume.input)
    .output(deployments.resume.output)
    .mutation(({ ctx, input }) => resumeDeployment(ctx.context, input)),
  createRun: mutation
    .input(deployments.createRun.input)
    .output(deployments.createRun.output)
    .mutation(({ ctx, input }) => createDeploymentRun(ctx.context, input)),
  createRuns: mutation
    .input(deployments.createRuns.input)
    .output(deployments.createRuns.output)
    .mutation(({ ctx, input }) => createDeploymentRuns(ctx.context, input)),
  bulkDelete: mutation
    .input(deployments.bulkDelete.input)
    .output(deployments.bulkDelete.output)
    .mutation(({ ctx, input }) => bulkDeleteDeployments(ctx.context, input)),
  workQueueCheck: query
    .input(deployments.workQueueCheck.input)
    .output(deployments.workQueueCheck.output)
    .query(({ ctx, input }) => checkWorkQueues(ctx.context, input)),
  schedules: router({
    list: query
      .input(schedules.list.input)
      .output(schedules.list.output)
      .query(({ ctx, input }) => listSchedules(ctx.context, input)),
    create: mutation
      .input(schedules.create.input)
      .output(schedules.create.output)
      .mutation(({ ctx, input }) => createSchedules(ctx.context, input)),
    update: mutation
      .input(schedules.update.input)
      .output(schedules.update.output)
      .mutation(({ ctx, input }) => updateSchedule(ctx.context, input)),
    delete: mutation
      .input(schedules.delete.input)
      .output(schedules.delete.output)
      .mutation(({ ctx, input }) => deleteSchedule(ctx.context, input)),
  }),
});
