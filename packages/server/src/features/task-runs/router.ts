import { api } from '@carillon/core';
import { mutation, query, router } from '../../trpc.ts';
import { createTaskRun } from './create-task-run.ts';
import { deleteTaskRun } from './delete-task-run.ts';
import { countTaskRuns, listTaskRuns, paginateTaskRuns } from './list-task-runs.ts';
import { readTaskRun } from './read-task-run.ts';
import { readTaskStates } from './read-task-states.ts';
import { reportTaskRuns } from './report-task-runs.ts';
import { setTaskRunState } from './set-task-run-state.ts';
import { taskRunHistory } from './task-run-history.ts';
import { updateTaskRun } from './update-task-run.ts';

const { taskRuns } = api;

export const taskRunsRouter = router({
  create: mutation
    .input(taskRuns.create.input)
    .output(taskRuns.create.output)
    .mutation(({ ctx, input }) => createTaskRun(ctx.context, input)),
  read: query
    .input(taskRuns.read.input)
    .output(taskRuns.read.output)
    .query(({ ctx, input }) => readTaskRun(ctx.context, input)),
  list: query
    .input(taskRuns.list.input)
    .output(taskRuns.list.output)
    .query(({ ctx, input }) => listTaskRuns(ctx.context, input)),
  paginate: query
    .input(taskRuns.paginate.input)
    .output(taskRuns.paginate.output)
    .query(({ ctx, input }) => paginateTaskRuns(ctx.context, input)),
  count: query
    .input(taskRuns.count.input)
    .output(taskRuns.count.output)
    .query(({ ctx, input }) => countTaskRuns(ctx.context, input)),
  update: mutation
    .input(taskRuns.update.input)
    .output(taskRuns.update.output)
    .mutation(({ ctx, input }) => updateTaskRun(ctx.context, input)),
  delete: mutation
    .input(taskRuns.delete.input)
    .output(taskRuns.delete.output)
    .mutation(({ ctx, input }) => deleteTaskRun(ctx.context, input)),
  history: query
    .input(taskRuns.history.input)
    .output(taskRuns.history.output)
    .query(({ ctx, input }) => taskRunHistory(ctx.context, input)),
  setState: mutation
    .input(taskRuns.setState.input)
    .output(taskRuns.setState.output)
    .mutation(({ ctx, input }) => setTaskRunState(ctx.context, input)),
  states: query
    .input(taskRuns.states.input)
    .output(taskRuns.states.output)
    .query(({ ctx, input }) => readTaskStates(ctx.context, input)),
  report: mutation
    .input(taskRuns.report.input)
    .output(taskRuns.report.output)
    .mutation(({ ctx, input }) => reportTaskRuns(ctx.context, input)),
});
