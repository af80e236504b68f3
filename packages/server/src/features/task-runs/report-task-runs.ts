import {
  type api,
  DomainError,
  type OrchestrationResult,
  type TaskReport,
  type taskReportAnswer,
} from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { lockParent, pending } from './create-task-run.ts';
import { type EnsuredTask, ensureTaskRuns, type WantedTask } from './ensure-task-runs.ts';
import type { TaskProposals } from './gather-facts.ts';
import { parentsOf } from './orchestrated-task-run.ts';
import { proposeTaskStates } from './propose-task-states.ts';

type Report = (typeof api)['taskRuns']['report'];
type Answer = z.input<typeof taskReportAnswer>;

/**
 * What happened to task runs of one flow run: those that are new are made, then each gets its states, one transaction and one set
 * of statements for all. What is wrong with one report is its own answer. Throws FLOW_RUN_NOT_FOUND, LEASE_LOST.
 */
export const reportTaskRuns = async (
  context: Context,
  { flowRunId, leaseToken, tasks }: z.output<Report['input']>,
): Promise<z.input<Report['output']>> => {
  const parent = await lockParent(context, flowRunId);
  if (leaseToken !== null && leaseToken !== parent.lease_token)
    throw new DomainError('LEASE_LOST', { id: flowRunId, token: leaseToken });
  const wanted = tasks.flatMap(({ id, run }): WantedTask[] => (run === null ? [] : [{ id, run }]));
  const ensured = await ensureTaskRuns(context, { parent, wanted });
  const byAskedId = new Map(wanted.map(({ id }, index) => [id, ensured[index]]));
  const proposals = tasks.map((report) => proposalsOf(report, byAskedId.get(report.id), context.now));
  const answers = await proposeTaskStates(context, { tasks: proposals, parents: parentsOf([parent]) });
  return proposals.map(({ id }, index) => answerOf(id, answers[index]));
};

/** A task run that is new and has no states to tell yet is Pending. */
const proposalsOf = (
  { id, states }: TaskReport,
  ensured: EnsuredTask | undefined,
  now: Date,
): TaskProposals => {
  const first = { state: pending, at: now, force: true };
  return {
    id: ensured?.id ?? id,
    states:
      states.length === 0 && ensured?.created
        ? [first]
        : states.map(({ agoMs, ...state }) => ({
            state,
            at: new Date(now.getTime() - agoMs),
            force: false,
          })),
  };
};

const answerOf = (id: string, results: readonly OrchestrationResult[] | undefined): Answer => {
  if (results === undefined) {
    const reason = `There is no task run ${id} in this flow run.`;
    return {
      id,
      accepted: 0,
      refused: { state: null, status: 'ABORT', details: { type: 'abort_details', reason } },
    };
  }
  const refused = results.find(({ status }) => status !== 'ACCEPT') ?? null;
  return { id, accepted: results.length - (refused === null ? 0 : 1), refused };
};
