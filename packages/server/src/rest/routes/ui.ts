import {
  api,
  flowId,
  flowRunId,
  instant,
  jsonObject,
  stateType,
  stateTypes,
  taskRunId,
  text,
} from '@carillon/core';
import { z } from 'zod';
import { countOfFlows } from '../../features/deployments/statements/count-of-flows.ts';
import { readFlowRun } from '../../features/flow-runs/read-flow-run.ts';
import { runMarks } from '../../features/flow-runs/run-marks.ts';
import { readNextRunsOfFlows } from '../../features/flow-runs/statements/read-next-runs-of-flows.ts';
import { checkValues } from '../../features/parameters/check-values.ts';
import { readTaskRun } from '../../features/task-runs/read-task-run.ts';
import { countByState } from '../../features/task-runs/statements/count-by-state.ts';
import { countOfFlowRuns } from '../../features/task-runs/statements/count-of-flow-runs.ts';
import { readObservedStates } from '../../features/task-runs/statements/read-observed-states.ts';
import { taskRunsMatching } from '../../filters/links.ts';
import { errorTree } from '../error-tree.ts';
import { HttpRefusal } from '../errors.ts';
import { type AnyRoute, reads } from '../route.ts';

const { cursor: _, ...runQuery } = api.flowRuns.list.input.shape;

const marksMax = 1000;
const idsMax = 200;
const counts = z.record(z.string(), z.int());

const nextRun = z.object({
  id: flowRunId,
  flowId,
  name: text,
  stateName: text,
  stateType,
  nextScheduledStartTime: instant,
});

/** What Prefect's own web interface asks for beside the routes of clients. */
export const uiRoutes: readonly AnyRoute[] = [
  reads({
    method: 'post',
    path: '/ui/flow_runs/history',
    summary: 'Runs as marks to be drawn: state, time, duration, lateness',
    body: z.strictObject({
      ...runQuery,
      sort: api.flowRuns.list.input.shape.sort.unwrap().default('EXPECTED_START_TIME_DESC'),
      limit: z.int().min(0).max(marksMax).default(marksMax),
    }),
    embedded: true,
    answer: z.array(
      z.object({
        id: flowRunId,
        stateType,
        timestamp: instant,
        duration: z.number(),
        lateness: z.number(),
      }),
    ),
    statuses: [200],
    handle: async (context, { body }) => ({ status: 200, value: await runMarks(context, body) }),
  }),
  reads({
    method: 'post',
    path: '/ui/flow_runs/count-task-runs',
    summary: 'How many task runs each of these runs has',
    body: z.object({ flowRunIds: z.array(flowRunId).max(idsMax) }),
    embedded: true,
    answer: counts,
    statuses: [200],
    handle: async ({ db }, { body }) => ({ status: 200, value: await countOfFlowRuns(db, body) }),
  }),
  reads({
    method: 'post',
    path: '/ui/flows/count-deployments',
    summary: 'How many deployments each of these flows has',
    body: z.object({ flowIds: z.array(flowId).max(idsMax) }),
    embedded: true,
    answer: counts,
    statuses: [200],
    handle: async ({ db }, { body }) => ({ status: 200, value: await countOfFlows(db, body) }),
  }),
  reads({
    method: 'post',
    path: '/ui/flows/next-runs',
    summary: 'The run of each of these flows that starts next, or null',
    body: z.object({ flowIds: z.array(flowId).max(idsMax) }),
    embedded: true,
    answer: z.record(z.string(), nextRun.nullable()),
    statuses: [200],
    handle: async ({ db }, { body: { flowIds } }) => {
      const next = await readNextRunsOfFlows(db, { flowIds });
      return { status: 200, value: Object.fromEntries(flowIds.map((id) => [id, next.get(id) ?? null])) };
    },
  }),
  reads({
    method: 'post',
    path: '/ui/schemas/validate',
    summary: 'What a JSON Schema has against values',
    body: z.object({ schema: jsonObject, values: jsonObject }),
    embedded: true,
    answer: z.object({ valid: z.boolean(), errors: z.array(z.unknown()) }),
    statuses: [200],
    handle: async (context, { body }) => {
      const result = await checkValues(context, body);
      if ('schemaFault' in result) throw new HttpRefusal(422, `schema: ${result.schemaFault}`);
      const errors = errorTree(result.issues);
      return { status: 200, value: { valid: errors.length === 0, errors } };
    },
  }),
  reads({
    method: 'post',
    path: '/ui/task_runs/count',
    summary: 'How many task runs are in each type of state',
    body: api.taskRuns.count.input,
    embedded: true,
    answer: counts,
    statuses: [200],
    handle: async ({ db }, { body }) => {
      const found = await countByState(db, { where: taskRunsMatching(body) });
      const none = stateTypes.map((type) => ({ type, count: 0 }));
      return {
        status: 200,
        value: Object.fromEntries([...none, ...found].map(({ type, count }) => [type, count])),
      };
    },
  }),
  reads({
    method: 'get',
    path: '/ui/task_runs/{id}',
    summary: 'Read a task run, with the name of its flow run',
    answer: api.taskRuns.read.output.extend({ flowRunName: text.nullable() }),
    statuses: [200],
    handle: async (context, { params }) => {
      const run = await readTaskRun(context, { id: taskRunId.parse(params.id) });
      const flowRunName =
        run.flowRunId === null ? null : (await readFlowRun(context, { id: run.flowRunId })).name;
      return { status: 200, value: { ...run, flowRunName } };
    },
  }),
  reads({
    method: 'get',
    path: '/observed-states',
    summary: 'The states that runs have been in, by type and name',
    query: z.object({
      query: text.max(100).default(''),
      orderBy: z.enum(['NAME_ASC', 'LAST_SEEN_DESC']).default('LAST_SEEN_DESC'),
      limit: z.int().min(1).max(200).default(200),
    }),
    answer: z.array(z.object({ stateType, stateName: text, firstSeen: instant, lastSeen: instant })),
    statuses: [200],
    handle: async ({ db }, { query: { query, orderBy, limit } }) => ({
      status: 200,
      value: await readObservedStates(db, {
        prefix: query.trim(),
        latestFirst: orderBy === 'LAST_SEEN_DESC',
        limit,
      }),
    }),
  }),
];
