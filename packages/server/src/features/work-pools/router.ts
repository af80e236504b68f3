import { api } from '@carillon/core';
import { mutation, query, router } from '../../trpc.ts';
import { createWorkPool } from './create-work-pool.ts';
import { listWorkPools } from './list-work-pools.ts';
import { readWorkPool } from './read-work-pool.ts';

const { workPools } = api;

export const workPoolsRouter = router({
  create: mutation
    .input(workPools.create.input)
    .output(workPools.create.output)
    .mutation(({ ctx, input }) => createWorkPool(ctx.context, input)),
  read: query
    .input(workPools.read.input)
    .output(workPools.read.output)
    .query(({ ctx, input }) => readWorkPool(ctx.context, input)),
  list: query
    .input(workPools.list.input)
    .output(workPools.list.output)
    .query(({ ctx, input }) => listWorkPools(ctx.context, input)),
});
