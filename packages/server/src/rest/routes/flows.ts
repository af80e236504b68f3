import { api, bulkLimit, flowId } from '@carillon/core';
import { z } from 'zod';
import { bulkDeleteFlows } from '../../features/flows/bulk-delete-flows.ts';
import { createFlow } from '../../features/flows/create-flow.ts';
import { deleteFlow } from '../../features/flows/delete-flow.ts';
import { countFlows, listFlows, paginateFlows } from '../../features/flows/list-flows.ts';
import { readFlow, readFlowByName } from '../../features/flows/read-flow.ts';
import { updateFlow } from '../../features/flows/update-flow.ts';
import { type AnyRoute, reads, writes } from '../route.ts';
import { countRoute, filterRoute, paginateRoute } from '../usual.ts';

const { flows } = api;
const flow = flows.read.output;

export const flowRoutes: readonly AnyRoute[] = [
  writes({
    method: 'post',
    path: '/flows',
    summary: 'Make a flow, or answer the one of that name',
    body: flows.create.input,
    answer: flow,
    statuses: [201, 200],
    handle: async (context, { body }) => {
      const made = await createFlow(context, body);
      return { status: made.created ? 201 : 200, value: made.flow };
    },
  }),
  reads({
    method: 'get',
    path: '/flows/{id}',
    summary: 'Read a flow',
    answer: flow,
    statuses: [200],
    handle: async (context, { params }) => ({
      status: 200,
      value: await readFlow(context, { id: flowId.parse(params.id) }),
    }),
  }),
  reads({
    method: 'get',
    path: '/flows/name/{name}',
    summary: 'Read a flow by its name',
    answer: flow,
    statuses: [200],
    handle: async (context, { params }) => ({ status: 200, value: await readFlowByName(context, params) }),
  }),
  writes({
    method: 'patch',
    path: '/flows/{id}',
    summary: 'Change the tags of a flow',
    body: flows.update.input.omit({ id: true }),
    answer: null,
    statuses: [204],
    handle: async (context, { params, body }) => {
      await updateFlow(context, { ...body, id: flowId.parse(params.id) });
      return { status: 204 };
    },
  }),
  writes({
    method: 'delete',
    path: '/flows/{id}',
    summary: 'Delete a flow with its deployments and runs',
    answer: null,
    statuses: [204],
    handle: async (context, { params }) => {
      await deleteFlow(context, { id: flowId.parse(params.id) });
      return { status: 204 };
    },
  }),
  writes({
    method: 'post',
    path: '/flows/bulk_delete',
    summary: 'Delete the flows that match',
    body: z.object({ flows: flows.list.input.shape.flows, limit: bulkLimit }),
    embedded: true,
    answer: z.object({ deleted: z.array(flowId) }),
    statuses: [200],
    handle: async (context, { body }) => ({ status: 200, value: await bulkDeleteFlows(context, body) }),
  }),
  filterRoute('/flows', 'flows', flows.list, listFlows),
  paginateRoute('/flows', 'flows', flows.paginate, paginateFlows),
  countRoute('/flows', 'flows', flows.count, countFlows),
];
