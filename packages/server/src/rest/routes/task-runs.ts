import { api, state, stateId, taskRunId } from '@carillon/core';
import { z } from 'zod';
import { readState } from '../../features/flow-runs/read-state.ts';
import { createTaskRun } from '../../features/task-runs/create-task-run.ts';
import { deleteTaskRun } from '../../features/task-runs/delete-task-run.ts';
import { countTaskRuns, listTaskRuns, paginateTaskRuns } from '../../features/task-runs/list-task-runs.ts';
import { readTaskRun } from '../../features/task-runs/read-task-run.ts';
import { readTaskStates } from '../../features/task-runs/read-task-states.ts';
import { setTaskRunState } from '../../features/task-runs/set-task-run-state.ts';
import { taskRunHistory } from '../../features/task-runs/task-run-history.ts';
import { updateTaskRun } from '../../features/task-runs/update-task-run.ts';
import { type AnyRoute, reads, writes } from '../route.ts';
import { countRoute, filterRoute, paginateRoute } from '../usual.ts';

const { taskRuns } = api;
const taskRun = taskRuns.read.output;

const idOf = ({ id }: { id: string }) => ({ id: taskRunId.parse(id) });

export const taskRunRoutes: readonly AnyRoute[] = [
  writes({
    method: 'post',
    path: '/task_runs',
    summary: 'Make a task run, or answer the one of these keys',
    body: taskRuns.create.input,
    answer: taskRun,
    statuses: [201, 200],
    refusals: { FLOW_RUN_NOT_FOUND: 409 },
    handle: async (context, { body }) => {
      const { run, created } = await createTaskRun(context, body);
      return { status: created ? 201 : 200, value: run };
    },
  }),
  filterRoute('/task_runs', 'task runs', taskRuns.list, listTaskRuns),
  paginateRoute('/task_runs', 'task runs', taskRuns.paginate, paginateTaskRuns),
  countRoute('/task_runs', 'task runs', taskRuns.count, countTaskRuns),
  reads({
    method: 'post',
    path: '/task_runs/history',
    summary: 'Counts of task runs by state, in equal steps of time',
    body: taskRuns.history.input,
    embedded: true,
    answer: taskRuns.history.output,
    statuses: [200],
    handle: async (context, { body }) => ({ status: 200, value: await taskRunHistory(context, body) }),
  }),
  reads({
    method: 'get',
    path: '/task_runs/{id}',
    summary: 'Read a task run',
    answer: taskRun,
    statuses: [200],
    refusals: { TASK_RUN_NOT_FOUND: 404 },
    handle: async (context, { params }) => ({ status: 200, value: await readTaskRun(context, idOf(params)) }),
  }),
  writes({
    method: 'patch',
    path: '/task_runs/{id}',
    summary: 'Rename a task run',
    body: taskRuns.update.input.omit({ id: true }),
    answer: null,
    statuses: [204],
    refusals: { TASK_RUN_NOT_FOUND: 404 },
    handle: async (context, { params, body }) => {
      await updateTaskRun(context, { ...body, ...idOf(params) });
      return { status: 204 };
    },
  }),
  writes({
    method: 'delete',
    path: '/task_runs/{id}',
    summary: 'Delete a task run with its history',
    answer: null,
    statuses: [204],
    refusals: { TASK_RUN_NOT_FOUND: 404 },
    handle: async (context, { params }) => {
      await deleteTaskRun(context, idOf(params));
      return { status: 204 };
    },
  }),
  writes({
    method: 'post',
    path: '/task_runs/{id}/set_state',
    summary: 'Propose a state, and learn what became of it',
    body: taskRuns.setState.input.omit({ id: true }),
    answer: taskRuns.setState.output,
    statuses: [201, 200],
    refusals: { TASK_RUN_NOT_FOUND: 404 },
    handle: async (context, { params, body }) => {
      const answer = await setTaskRunState(context, { ...body, ...idOf(params) });
      const written = answer.state !== null && answer.state.timestamp >= context.now;
      return { status: written ? 201 : 200, value: answer };
    },
  }),
  reads({
    method: 'get',
    path: '/task_run_states/{id}',
    summary: 'Read a state of a task run',
    answer: state,
    statuses: [200],
    handle: async (context, { params }) => ({
      status: 200,
      value: await readState(context, { table: 'task_run_state', id: stateId.parse(params.id) }),
    }),
  }),
  reads({
    method: 'get',
    path: '/task_run_states',
    summary: 'The states that a task run has been in, oldest first',
    query: z.object({ taskRunId }),
    answer: taskRuns.states.output,
    statuses: [200],
    handle: async (context, { query }) => ({
      status: 200,
      value: await readTaskStates(context, { id: query.taskRunId }),
    }),
  }),
];
