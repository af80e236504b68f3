import { api } from '@carillon/core';
import { mutation, query, router, subscription } from '../../trpc.ts';
import { untilLeft } from '../../until-left.ts';
import { addLabels } from './add-labels.ts';
import { awaitDue } from './await-due.ts';
import { bulkDeleteRuns } from './bulk-delete-runs.ts';
import { bulkRetry, bulkSetState } from './bulk-set-state.ts';
import { claimRuns } from './claim-runs.ts';
import { createFlowRun } from './create-flow-run.ts';
import { deleteRun } from './delete-run.ts';
import { explainRun } from './explain-run.ts';
import { followCancellations } from './follow-cancellations.ts';
import { followRun } from './follow-run.ts';
import { flowRunHistory } from './history.ts';
import { flowRunLateness } from './lateness.ts';
import { countFlowRuns, listFlowRuns, paginateFlowRuns } from './list-runs.ts';
import { readFlowRun } from './read-flow-run.ts';
import { readStates } from './read-states.ts';
import { renewLeases } from './renew-leases.ts';
import { reportStates } from './report-states.ts';
import { resumeRun } from './resume-run.ts';
import { retryRun } from './retry-run.ts';
import { createRunInput, deleteRunInput, listRunInputs, readRunInput } from './run-inputs.ts';
import { setFlowRunState } from './set-state.ts';
import { updateRun } from './update-run.ts';
import { waitForRun } from './wait-for-run.ts';

const { flowRuns } = api;

export const flowRunsRouter = router({
  create: mutation
    .input(flowRuns.create.input)
    .output(flowRuns.create.output)
    .mutation(({ ctx, input }) => createFlowRun(ctx.context, input)),
  read: query
    .input(flowRuns.read.input)
    .output(flowRuns.read.output)
    .query(({ ctx, input }) => readFlowRun(ctx.context, input)),
  list: query
    .input(flowRuns.list.input)
    .output(flowRuns.list.output)
    .query(({ ctx, input }) => listFlowRuns(ctx.context, input)),
  paginate: query
    .input(flowRuns.paginate.input)
    .output(flowRuns.paginate.output)
    .query(({ ctx, input }) => paginateFlowRuns(ctx.context, input)),
  count: query
    .input(flowRuns.count.input)
    .output(flowRuns.count.output)
    .query(({ ctx, input }) => countFlowRuns(ctx.context, input)),
  update: mutation
    .input(flowRuns.update.input)
    .output(flowRuns.update.output)
    .mutation(({ ctx, input }) => updateRun(ctx.context, input)),
  delete: mutation
    .input(flowRuns.delete.input)
    .output(flowRuns.delete.output)
    .mutation(({ ctx, input }) => deleteRun(ctx.context, input)),
  addLabels: mutation
    .input(flowRuns.addLabels.input)
    .output(flowRuns.addLabels.output)
    .mutation(({ ctx, input }) => addLabels(ctx.context, input)),
  explain: query
    .input(flowRuns.explain.input)
    .output(flowRuns.explain.output)
    .query(({ ctx, input }) => explainRun(ctx.context, input)),
  report: mutation
    .input(flowRuns.report.input)
    .output(flowRuns.report.output)
    .mutation(({ ctx, input }) => reportStates(ctx.context, input)),
  retry: mutation
    .input(flowRuns.retry.input)
    .output(flowRuns.retry.output)
    .mutation(({ ctx, input }) => retryRun(ctx.context, input)),
  bulkRetry: mutation
    .input(flowRuns.bulkRetry.input)
    .output(flowRuns.bulkRetry.output)
    .mutation(({ ctx, input }) => bulkRetry(ctx.context, input)),
  bulkSetState: mutation
    .input(flowRuns.bulkSetState.input)
    .output(flowRuns.bulkSetState.output)
    .mutation(({ ctx, input }) => bulkSetState(ctx.context, input)),
  bulkDelete: mutation
    .input(flowRuns.bulkDelete.input)
    .output(flowRuns.bulkDelete.output)
    .mutation(({ ctx, input }) => bulkDeleteRuns(ctx.context, input)),
  lateness: query
    .input(flowRuns.lateness.input)
    .output(flowRuns.lateness.output)
    .query(({ ctx, input }) => flowRunLateness(ctx.context, input)),
  history: query
    .input(flowRuns.history.input)
    .output(flowRuns.history.output)
    .query(({ ctx, input }) => flowRunHistory(ctx.context, input)),
  setState: mutation
    .input(flowRuns.setState.input)
    .output(flowRuns.setState.output)
    .mutation(({ ctx, input }) => setFlowRunState(ctx.context, input)),
  resume: mutation
    .input(flowRuns.resume.input)
    .output(flowRuns.resume.output)
    .mutation(({ ctx, input }) => resumeRun(ctx.context, input)),
  inputs: router({
    create: mutation
      .input(flowRuns.inputs.create.input)
      .output(flowRuns.inputs.create.output)
      .mutation(({ ctx, input }) => createRunInput(ctx.context, input)),
    list: query
      .input(flowRuns.inputs.list.input)
      .output(flowRuns.inputs.list.output)
      .query(({ ctx, input }) => listRunInputs(ctx.context, input)),
    read: query
      .input(flowRuns.inputs.read.input)
      .output(flowRuns.inputs.read.output)
      .query(({ ctx, input }) => readRunInput(ctx.context, input)),
    delete: mutation
      .input(flowRuns.inputs.delete.input)
      .output(flowRuns.inputs.delete.output)
      .mutation(({ ctx, input }) => deleteRunInput(ctx.context, input)),
  }),
  states: query
    .input(flowRuns.states.input)
    .output(flowRuns.states.output)
    .query(({ ctx, input }) => readStates(ctx.context, input)),
  wait: query
    .input(flowRuns.wait.input)
    .output(flowRuns.wait.output)
    .query(({ ctx, input, signal }) => waitForRun(ctx.context, { ...input, signal })),
  follow: subscription.input(flowRuns.follow.input).subscription(({ ctx, input, signal }) =>
    untilLeft(ctx.services, {
      signal,
      messages: (over) => followRun(ctx.services, { ...input, over }),
    }),
  ),
  claim: mutation
    .input(flowRuns.claim.input)
    .output(flowRuns.claim.output)
    .mutation(({ ctx, input }) => claimRuns(ctx.context, input)),
  renewLeases: mutation
    .input(flowRuns.renewLeases.input)
    .output(flowRuns.renewLeases.output)
    .mutation(({ ctx, input }) => renewLeases(ctx.context, input)),
  cancellations: subscription.input(flowRuns.cancellations.input).subscription(({ ctx, input, signal }) =>
    untilLeft(ctx.services, {
      signal,
      messages: (over) => followCancellations(ctx.services, { ...input, over }),
    }),
  ),
  due: subscription.input(flowRuns.due.input).subscription(({ ctx, input, signal }) =>
    untilLeft(ctx.services, {
      signal,
      messages: (over) => awaitDue(ctx.services, { served: input, over }),
    }),
  ),
});
