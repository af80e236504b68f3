import { api, bulkMax, deploymentId, flowRunId, labels } from '@carillon/core';
import { z } from 'zod';
import { bulkDeleteDeployments } from '../../features/deployments/bulk-delete-deployments.ts';
import { addLabels } from '../../features/flow-runs/add-labels.ts';
import { bulkDeleteRuns } from '../../features/flow-runs/bulk-delete-runs.ts';
import { bulkSetState } from '../../features/flow-runs/bulk-set-state.ts';
import { createDeploymentRuns } from '../../features/flow-runs/create-deployment-runs.ts';
import { resumeRun } from '../../features/flow-runs/resume-run.ts';
import { type AnyRoute, writes } from '../route.ts';

const { flowRuns, deployments } = api;

const made = z.object({
  flowRunId: flowRunId.nullable(),
  status: z.enum(['CREATED', 'FAILED']),
  error: z.string().nullable(),
});
const moved = flowRuns.bulkSetState.output.shape.results.element;

/** Many at once, each as if it were the only one; never without a filter. */
export const bulkRoutes: readonly AnyRoute[] = [
  writes({
    method: 'post',
    path: '/flow_runs/bulk_set_state',
    summary: `Propose a state for up to ${bulkMax} runs`,
    body: flowRuns.bulkSetState.input,
    embedded: true,
    answer: z.object({ results: z.array(moved) }),
    statuses: [200],
    handle: async (context, { body }) => ({ status: 200, value: await bulkSetState(context, body) }),
  }),
  writes({
    method: 'post',
    path: '/flow_runs/bulk_delete',
    summary: `Delete up to ${bulkMax} runs`,
    body: flowRuns.bulkDelete.input,
    embedded: true,
    answer: flowRuns.bulkDelete.output,
    statuses: [200],
    handle: async (context, { body }) => ({ status: 200, value: await bulkDeleteRuns(context, body) }),
  }),
  writes({
    method: 'post',
    path: '/deployments/bulk_delete',
    summary: `Delete up to ${bulkMax} deployments`,
    body: deployments.bulkDelete.input,
    embedded: true,
    answer: deployments.bulkDelete.output,
    statuses: [200],
    handle: async (context, { body }) => ({ status: 200, value: await bulkDeleteDeployments(context, body) }),
  }),
  writes({
    method: 'post',
    path: '/deployments/{id}/create_flow_run/bulk',
    summary: 'Make up to 100 runs of a deployment',
    body: deployments.createRuns.input.shape.runs,
    answer: z.object({ results: z.array(made) }),
    statuses: [200],
    handle: async (context, { params, body }) => {
      const runs = body.map((run) => ({ ...run, jobVariables: run.jobVariables ?? {} }));
      const { results } = await createDeploymentRuns(context, { id: deploymentId.parse(params.id), runs });
      return {
        status: 200,
        value: {
          results: results.map((result) =>
            result.status === 'CREATED'
              ? { flowRunId: result.run.id, status: result.status, error: null }
              : { flowRunId: null, status: result.status, error: result.error.message },
          ),
        },
      };
    },
  }),
  writes({
    method: 'patch',
    path: '/flow_runs/{id}/labels',
    summary: 'Lay labels over those of a run',
    body: labels,
    answer: null,
    statuses: [204],
    handle: async (context, { params, body }) => {
      await addLabels(context, { id: params.id, labels: body });
      return { status: 204 };
    },
  }),
  writes({
    method: 'post',
    path: '/flow_runs/{id}/resume',
    summary: 'Let a paused run go on',
    body: flowRuns.resume.input.omit({ id: true }),
    embedded: true,
    answer: flowRuns.resume.output,
    statuses: [201, 200],
    handle: async (context, { params, body }) => {
      const answer = await resumeRun(context, { ...body, id: flowRunId.parse(params.id) });
      const written = answer.state !== null && answer.state.timestamp >= context.now;
      return { status: written ? 201 : 200, value: answer };
    },
  }),
];
