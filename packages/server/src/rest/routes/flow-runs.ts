import { api, flowRunId, state, stateId } from '@carillon/core';
import { z } from 'zod';
import { createFlowRun } from '../../features/flow-runs/create-flow-run.ts';
import { deleteRun } from '../../features/flow-runs/delete-run.ts';
import { flowRunHistory } from '../../features/flow-runs/history.ts';
import { flowRunLateness } from '../../features/flow-runs/lateness.ts';
import { countFlowRuns, listFlowRuns, paginateFlowRuns } from '../../features/flow-runs/list-runs.ts';
import { readFlowRun } from '../../features/flow-runs/read-flow-run.ts';
import { readState } from '../../features/flow-runs/read-state.ts';
import { readStates } from '../../features/flow-runs/read-states.ts';
import { setFlowRunState } from '../../features/flow-runs/set-state.ts';
import { updateRun } from '../../features/flow-runs/update-run.ts';
import { renewsSlot } from '../caller.ts';
import { type AnyRoute, reads, writes } from '../route.ts';
import { countRoute, filterRoute, paginateRoute } from '../usual.ts';

const { flowRuns } = api;
const flowRun = flowRuns.read.output;

const idOf = ({ id }: { id: string }) => ({ id: flowRunId.parse(id) });

const { workPoolQueues, ...otherHistoryMembers } = flowRuns.history.input.shape;

export const flowRunRoutes: readonly AnyRoute[] = [
  writes({
    method: 'post',
    path: '/flow_runs',
    summary: 'Make a run of a flow; the same idempotency key is the same run',
    body: flowRuns.create.input,
    answer: flowRun,
    statuses: [201, 200],
    refusals: { FLOW_NOT_FOUND: 409, DEPLOYMENT_NOT_FOUND: 409 },
    handle: async (context, { body }) => {
      // As Prefect stores them: none is an empty object, but for a run with a key.
      const jobVariables = body.jobVariables ?? (body.idempotencyKey === null ? {} : null);
      const { run, created } = await createFlowRun(context, { ...body, jobVariables });
      return { status: created ? 201 : 200, value: run };
    },
  }),
  filterRoute('/flow_runs', 'flow runs', flowRuns.list, listFlowRuns),
  paginateRoute('/flow_runs', 'flow runs', flowRuns.paginate, paginateFlowRuns),
  countRoute('/flow_runs', 'flow runs', flowRuns.count, countFlowRuns),
  reads({
    method: 'post',
    path: '/flow_runs/lateness',
    summary: 'How late runs are on average, in seconds',
    body: flowRuns.lateness.input,
    embedded: true,
    answer: flowRuns.lateness.output,
    statuses: [200],
    handle: async (context, { body }) => ({ status: 200, value: await flowRunLateness(context, body) }),
  }),
  reads({
    method: 'post',
    path: '/flow_runs/history',
    summary: 'Counts of runs by state, in equal steps of time',
    // The one route that calls the filter of queues so.
    body: z.strictObject({ ...otherHistoryMembers, workQueues: workPoolQueues }),
    embedded: true,
    answer: flowRuns.history.output,
    statuses: [200],
    handle: async (context, { body: { workQueues, ...body } }) => ({
      status: 200,
      value: await flowRunHistory(context, { ...body, workPoolQueues: workQueues }),
    }),
  }),
  reads({
    method: 'get',
    path: '/flow_runs/{id}',
    summary: 'Read a run',
    answer: flowRun,
    statuses: [200],
    handle: async (context, { params }) => ({ status: 200, value: await readFlowRun(context, idOf(params)) }),
  }),
  writes({
    method: 'patch',
    path: '/flow_runs/{id}',
    summary: 'Change what the request names',
    body: flowRuns.update.input.omit({ id: true }),
    answer: null,
    statuses: [204],
    refusals: { JOB_VARIABLES_FIXED: 400, DEPLOYMENT_NOT_FOUND: 400 },
    handle: async (context, { params, body }) => {
      await updateRun(context, { ...body, ...idOf(params) });
      return { status: 204 };
    },
  }),
  writes({
    method: 'delete',
    path: '/flow_runs/{id}',
    summary: 'Delete a run with its history, task runs and logs',
    answer: null,
    statuses: [204],
    handle: async (context, { params }) => {
      await deleteRun(context, idOf(params));
      return { status: 204 };
    },
  }),
  writes({
    method: 'post',
    path: '/flow_runs/{id}/set_state',
    summary: 'Propose a state, and learn what became of it',
    body: flowRuns.setState.input.pick({ state: true, force: true }),
    answer: flowRuns.setState.output,
    statuses: [201, 200],
    handle: async (context, { params, body, request }) => {
      const answer = await setFlowRunState(context, {
        ...body,
        ...idOf(params),
        leaseToken: null,
        renewsSlot: renewsSlot(request),
      });
      // What was written now is told apart from what the run was in before.
      const written = answer.state !== null && answer.state.timestamp >= context.now;
      return { status: written ? 201 : 200, value: answer };
    },
  }),
  reads({
    method: 'get',
    path: '/flow_run_states/{id}',
    summary: 'Read a state of a run',
    answer: state,
    statuses: [200],
    handle: async (context, { params }) => ({
      status: 200,
      value: await readState(context, { table: 'flow_run_state', id: stateId.parse(params.id) }),
    }),
  }),
  reads({
    method: 'get',
    path: '/flow_run_states',
    summary: 'The states that a run has been in, oldest first',
    query: z.object({ flowRunId }),
    answer: flowRuns.states.output,
    statuses: [200],
    handle: async (context, { query }) => ({
      status: 200,
      value: await readStates(context, { id: query.flowRunId }),
    }),
  }),
];
