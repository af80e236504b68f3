import { api } from '@carillon/core';
import { mutation, query, router } from '../../trpc.ts';
import { createFlow } from './create-flow.ts';
import { deleteFlow } from './delete-flow.ts';
import { countFlows, listFlows, paginateFlows } from './list-flows.ts';
import { readFlow, readFlowByName } from './read-flow.ts';
import { updateFlow } from './update-flow.ts';

const { flows } = api;

export const flowsRouter = router({
  create: mutation
    .input(flows.create.input)
    .output(flows.create.output)
    .mutation(({ ctx, input }) => createFlow(ctx.context, input)),
  read: query
    .input(flows.read.input)
    .output(flows.read.output)
    .query(({ ctx, input }) => readFlow(ctx.context, input)),
  readByName: query
    .input(flows.readByName.input)
    .output(flows.readByName.output)
    .query(({ ctx, input }) => readFlowByName(ctx.context, input)),
  list: query
    .input(flows.list.input)
    .output(flows.list.output)
    .query(({ ctx, input }) => listFlows(ctx.context, input)),
  paginate: query
    .input(flows.paginate.input)
    .output(flows.paginate.output)
    .query(({ ctx, input }) => paginateFlows(ctx.context, input)),
  count: query
    .input(flows.count.input)
    .output(flows.count.output)
    .query(({ ctx, input }) => countFlows(ctx.context, input)),
  update: mutation
    .input(flows.update.input)
    .output(flows.update.output)
    .mutation(({ ctx, input }) => updateFlow(ctx.context, input)),
  delete: mutation
    .input(flows.delete.input)
    .output(flows.delete.output)
    .mutation(({ ctx, input }) => deleteFlow(ctx.context, input)),
});
