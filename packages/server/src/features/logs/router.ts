import { api } from '@carillon/core';
import { mutation, query, router } from '../../trpc.ts';
import { createLogs } from './create-logs.ts';
import { listLogs } from './list-logs.ts';

const { logs } = api;

export const logsRouter = router({
  create: mutation
    .input(logs.create.input)
    .output(logs.create.output)
    .mutation(({ ctx, input }) => createLogs(ctx.context, input)),
  list: query
    .input(logs.list.input)
    .output(logs.list.output)
    .query(({ ctx, input }) => listLogs(ctx.context, input)),
});
