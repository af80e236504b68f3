import {
  type api,
  type BulkStateResult,
  DomainError,
  type FlowRunId,
  isTerminal,
  type OrchestrationResult,
  type StateType,
  stateTypes,
} from '@carillon/core';
import { type SqlBool, sql } from 'kysely';
import type { z } from 'zod';
import { attempt } from '../../attempt.ts';
import type { Context } from '../../context.ts';
import { lockLimits } from '../concurrency/statements/lock-limits.ts';
import { lockBulk } from './bulk-runs.ts';
import { proposeStates } from './propose-states.ts';
import { retryRun } from './retry-run.ts';

type FlowRuns = (typeof api)['flowRuns'];

/** States on whose way a run asks for a slot. */
const asking: readonly StateType[] = ['PENDING', 'RUNNING'];
const terminal: readonly StateType[] = stateTypes.filter(isTerminal);

/** Proposes one state for many runs, each as if it were the only one. */
export const bulkSetState = async (
  context: Context,
  { state, force, limit, ...filters }: z.output<FlowRuns['bulkSetState']['input']>,
): Promise<z.input<FlowRuns['bulkSetState']['output']>> => {
  const { ids, limitIds } = await lockBulk(context, { filters, limit });
  // In the order of their ids, as everybody else locks them: the runs would come to them in an order of their own.
  if (asking.includes(state.type)) await lockLimits(context.db, limitIds);
  const answers = await proposeStates(
    context,
    ids.map((id) => ({ id, state, force, leaseToken: null })),
  );
  return { results: answers.map(({ id, answer }) => resultOf(id, answer)) };
};

/** Runs that have ended and match are tried again. */
export const bulkRetry = async (
  context: Context,
  { limit, ...filters }: z.output<FlowRuns['bulkRetry']['input']>,
): Promise<z.input<FlowRuns['bulkRetry']['output']>> => {
  const also = sql<SqlBool>`flow_run.state_type = any(${[...terminal]}::text[])`;
  const { ids } = await lockBulk(context, { filters, limit, also });
  return { results: await eachRun(context, ids, (inner, id) => retryRun(inner, { id })) };
};

/** An error is the answer for its own run, and undoes nothing of the others. */
const eachRun = async (
  context: Context,
  ids: readonly FlowRunId[],
  propose: (context: Context, id: FlowRunId) => Promise<OrchestrationResult>,
): Promise<BulkStateResult[]> => {
  const results: BulkStateResult[] = [];
  for (const id of ids) {
    const result = await attempt(context, (inner) => propose(inner, id));
    results.push(resultOf(id, result.done ? result.value : result.error));
  }
  return results;
};

const resultOf = (flowRunId: FlowRunId, answer: OrchestrationResult | DomainError): BulkStateResult =>
  answer instanceof DomainError
    ? { flowRunId, state: null, status: 'ABORT', details: { type: 'abort_details', reason: answer.message } }
    : { flowRunId, ...answer };
