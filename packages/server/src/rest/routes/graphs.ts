import { flowRunId, instant, state, stateType, taskRun } from '@carillon/core';
import { z } from 'zod';
import { readFlowRun } from '../../features/flow-runs/read-flow-run.ts';
import { readStates } from '../../features/flow-runs/read-states.ts';
import { readTaskRunsOf } from '../../features/task-runs/read-task-runs-of.ts';
import { runGraph } from '../../features/task-runs/run-graph.ts';
import { readGraphRows } from '../../features/task-runs/statements/read-graph-rows.ts';
import { HttpRefusal } from '../errors.ts';
import { type AnyRoute, reads } from '../route.ts';

/** More than a page can draw. */
const nodesMax = 10_000;

const checkSize = (nodes: readonly unknown[]): void => {
  if (nodes.length > nodesMax)
    throw new HttpRefusal(400, `The graph of this run has more than ${nodesMax} nodes.`);
};

const link = z.object({ id: z.string() });
const node = z.object({
  kind: z.enum(['task-run', 'flow-run']),
  id: z.string(),
  label: z.string(),
  stateType: stateType.nullable(),
  startTime: instant.nullable(),
  endTime: instant.nullable(),
  parents: z.array(link),
  children: z.array(link),
  encapsulating: z.array(link),
  artifacts: z.array(z.unknown()),
});
const graph = z.object({
  startTime: instant.nullable(),
  endTime: instant.nullable(),
  rootNodeIds: z.array(z.string()),
  /** Pairs of an id and its node. */
  nodes: z.array(z.array(z.union([z.string(), node]))),
  artifacts: z.array(z.unknown()),
  states: z.array(state.pick({ id: true, timestamp: true, type: true, name: true })),
});

const { taskInputs: _, ...shape } = taskRun.shape;
const dependencies = z.array(
  z.object({
    id: shape.id,
    name: shape.name,
    upstreamDependencies: z.array(z.object({ inputType: z.string(), id: z.string() })),
    state: shape.state,
    expectedStartTime: shape.expectedStartTime,
    startTime: shape.startTime,
    endTime: shape.endTime,
    totalRunTime: shape.totalRunTime,
    estimatedRunTime: shape.estimatedRunTime,
    untrackableResult: z.boolean(),
  }),
);

export const graphRoutes: readonly AnyRoute[] = [
  reads({
    method: 'get',
    path: '/flow_runs/{id}/graph-v2',
    summary: 'What the tasks of a run took from one another, to be drawn',
    answer: graph,
    statuses: [200],
    handle: async (context, { params }) => {
      const run = await readFlowRun(context, params);
      const rows = await readGraphRows(context.db, { flowRunId: params.id, limit: nodesMax + 1 });
      checkSize(rows);
      const { nodes, rootIds } = runGraph(rows);
      return {
        status: 200,
        value: {
          startTime: run.startTime ?? run.expectedStartTime,
          endTime: run.endTime,
          rootNodeIds: rootIds,
          nodes: nodes.map((one) => [one.id, one]),
          artifacts: [],
          states: await readStates(context, { id: params.id }),
        },
      };
    },
  }),
  reads({
    method: 'get',
    path: '/flow_runs/{id}/graph',
    summary: 'What the tasks of a run took from one another, as a list',
    answer: dependencies,
    statuses: [200],
    handle: async (context, { params }) => {
      await readFlowRun(context, params);
      const runs = await readTaskRunsOf(context, {
        flowRunId: flowRunId.parse(params.id),
        limit: nodesMax + 1,
      });
      checkSize(runs);
      const upstream = (inputs: (typeof runs)[number]['taskInputs']) => {
        const links = Object.values(inputs)
          .flat()
          .flatMap((input) => ('id' in input ? [{ inputType: input.inputType, id: input.id }] : []));
        return [...new Map(links.map((one) => [one.id, one])).values()];
      };
      return {
        status: 200,
        value: runs.map((run) => ({
          ...run,
          upstreamDependencies: upstream(run.taskInputs),
          untrackableResult: run.state?.stateDetails?.untrackableResult ?? false,
        })),
      };
    },
  }),
];
