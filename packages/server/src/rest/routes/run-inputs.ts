import { api, flowRunId, flowRunInputCreate, flowRunInputKey, text } from '@carillon/core';
import { z } from 'zod';
import {
  createRunInput,
  deleteRunInput,
  listRunInputs,
  readRunInput,
} from '../../features/flow-runs/run-inputs.ts';
import { HttpRefusal } from '../errors.ts';
import { type AnyRoute, reads, writes } from '../route.ts';

const { inputs } = api.flowRuns;
const input = inputs.read.output;

const keyOf = (params: { id: string; key: string }) => {
  const key = flowRunInputKey.safeParse(params.key);
  // Nothing is kept under a key that none may have.
  if (!key.success) throw new HttpRefusal(404, 'Flow run input not found');
  return { flowRunId: flowRunId.parse(params.id), key: key.data };
};

/** What is handed to a run, and by it. */
export const runInputRoutes: readonly AnyRoute[] = [
  writes({
    method: 'post',
    path: '/flow_runs/{id}/input',
    summary: 'Hand a value to a run',
    body: flowRunInputCreate.omit({ flowRunId: true }),
    answer: null,
    statuses: [201],
    handle: async (context, { params, body }) => {
      await createRunInput(context, { ...body, flowRunId: flowRunId.parse(params.id) });
      return { status: 201, value: null };
    },
  }),
  reads({
    method: 'post',
    path: '/flow_runs/{id}/input/filter',
    summary: 'List the values of a run whose key begins so, oldest first',
    body: z.object({
      prefix: text,
      limit: z.int().min(1).max(200).default(1),
      excludeKeys: z.array(text).default([]),
    }),
    answer: z.array(input),
    statuses: [200],
    handle: async (context, { params, body }) => ({
      status: 200,
      value: await listRunInputs(context, { ...body, flowRunId: flowRunId.parse(params.id) }),
    }),
  }),
  reads({
    method: 'get',
    path: '/flow_runs/{id}/input/{key}',
    summary: 'Read a value of a run',
    answer: z.string(),
    statuses: [200],
    handle: async (context, { params }) => ({
      status: 200,
      text: (await readRunInput(context, keyOf(params))).value,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    }),
  }),
  writes({
    method: 'delete',
    path: '/flow_runs/{id}/input/{key}',
    summary: 'Delete a value of a run',
    answer: null,
    statuses: [204],
    handle: async (context, { params }) => {
      await deleteRunInput(context, keyOf(params));
      return { status: 204 };
    },
  }),
];
