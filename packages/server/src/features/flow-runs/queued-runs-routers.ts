import { api } from '@carillon/core';
import { query, router } from '../../trpc.ts';
import { poolRuns, queueRuns } from './queued-runs.ts';

const { workPools, workQueues } = api;

/** What of `workPools` and `workQueues` tells of their runs. */
export const poolRunsRouter = router({
  scheduledRuns: query
    .input(workPools.scheduledRuns.input)
    .output(workPools.scheduledRuns.output)
    .query(({ ctx, input }) => poolRuns(ctx.context, input)),
});

export const queueRunsRouter = router({
  getRuns: query
    .input(workQueues.getRuns.input)
    .output(workQueues.getRuns.output)
    .query(({ ctx, input }) => queueRuns(ctx.context, input)),
});
