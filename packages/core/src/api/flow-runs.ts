import { z } from 'zod';
import { bulkLimit, bulkStateResult, refusal } from '../schemas/bulk.ts';
import { runExplanation } from '../schemas/explanation.ts';
import { filters } from '../schemas/filter.ts';
import { flowRun, flowRunCreate, flowRunUpdate, leaseToken } from '../schemas/flow-run.ts';
import { flowRunInput, flowRunInputCreate, flowRunInputKey } from '../schemas/flow-run-input.ts';
import { deploymentId, flowRunId, runnerId } from '../schemas/id.ts';
import { jsonObject, labels } from '../schemas/json.ts';
import { orchestrationResult } from '../schemas/orchestration.ts';
import { cursor, limit, limitMax, listOf, offset, page, pageOf } from '../schemas/page.ts';
import { flowRunSort } from '../schemas/sort.ts';
import { state, stateCreate } from '../schemas/state.ts';
import { historyPeriod, stateHistory } from '../schemas/state-history.ts';
import { text } from '../schemas/text.ts';
import { timezoneName } from '../schemas/timezone.ts';
import { mutation, query, subscription } from './procedure.ts';

const sort = flowRunSort.default('ID_DESC');
const byId = z.strictObject({ id: flowRunId });
const nothing = z.null();
/** Newest first. Throws FILTER_MISSING where the filters let every run pass. */
const bulk = { ...filters, limit: bulkLimit };
const servedDeployments = { deploymentIds: z.array(deploymentId).min(1).max(1000) };
/** A whole pool, or some of its queues. */
const servedPool = {
  pool: z.strictObject({ name: text, queues: z.array(text).min(1).max(1000).optional() }),
};
const claimant = {
  runner: z.strictObject({ id: runnerId, name: text.max(200) }),
  limit: z.int().min(1).max(limitMax),
};

/** Milliseconds from the server's now; never an instant, since a runner's own clock may be wrong. */
const dueInMs = z.number().nullable();

export const claimedRun = z.object({
  run: flowRun,
  flowName: text,
  /** Null for a run that was put into a pool without a deployment. */
  deploymentName: text.nullable(),
  leaseToken,
  /** Milliseconds since the run was due. */
  lateMs: z.number(),
});
export type ClaimedRun = z.output<typeof claimedRun>;

const heldReport = z.strictObject({
  id: flowRunId,
  leaseToken,
  state: stateCreate.refine(({ stateDetails }) => stateDetails.transitionId !== null, {
    path: ['stateDetails', 'transitionId'],
    error: 'is needed: it tells a report from its repeat',
  }),
});
const isOnceEach = (reports: readonly { id: string }[]): boolean =>
  new Set(reports.map(({ id }) => id)).size === reports.length;

export const flowRuns = {
  create: mutation(flowRunCreate, z.object({ run: flowRun, created: z.boolean() })),
  read: query(byId, flowRun),
  list: query(z.strictObject({ ...filters, sort, limit, offset, cursor }), listOf(flowRun)),
  paginate: query(z.strictObject({ ...filters, sort, limit, page }), pageOf(flowRun)),
  count: query(z.strictObject(filters), z.int()),
  update: mutation(flowRunUpdate.extend({ id: flowRunId }), nothing, { repeatable: true }),
  delete: mutation(byId, nothing),
  /** Lays labels over those that the run has. */
  addLabels: mutation(z.strictObject({ id: flowRunId, labels }), nothing, { repeatable: true }),
  /** Why it runs, or does not. Times in the sentence are those of the timezone. */
  explain: query(z.strictObject({ id: flowRunId, timezone: timezoneName.default('UTC') }), runExplanation),
  /** Seconds that the matching runs are late on average; null when there are none. */
  lateness: query(z.strictObject(filters), z.number().nullable()),
  /** Counts by state, in equal steps of time; at most 500. */
  history: query(z.strictObject({ ...filters, ...historyPeriod }), stateHistory),
  /** Proposes a state. A holder's report names its token, and changes nothing once that is stale (LEASE_LOST). */
  setState: mutation(
    z.strictObject({
      id: flowRunId,
      state: stateCreate,
      force: z.boolean().default(false),
      leaseToken: leaseToken.nullable().default(null),
    }),
    orchestrationResult,
  ),
  /**
   * What holders report of runs, each named once, many at once; answered in their order. What is wrong with one report
   * (FLOW_RUN_NOT_FOUND, LEASE_LOST) is its own answer, and changes nothing of the others.
   */
  report: mutation(
    z.strictObject({
      reports: z.array(heldReport).min(1).max(limitMax).refine(isOnceEach, 'names a run twice'),
    }),
    z.array(z.object({ result: orchestrationResult.nullable(), refused: refusal.nullable() })),
    { repeatable: true },
  ),
  /** Schedules a run that has ended for another attempt, now, by whoever claims it; ABORT for one that has not ended. */
  retry: mutation(byId, orchestrationResult),
  /** The same of up to 50 that match and have ended; what is refused of one changes nothing for the others. */
  bulkRetry: mutation(z.strictObject(bulk), z.object({ results: z.array(bulkStateResult) })),
  /** Proposes a state for up to 50 runs; what is refused of one changes nothing for the others. */
  bulkSetState: mutation(
    z.strictObject({ ...bulk, state: stateCreate, force: z.boolean().default(false) }),
    z.object({ results: z.array(bulkStateResult) }),
  ),
  /** Deletes up to 50 runs, in whatever state. */
  bulkDelete: mutation(z.strictObject(bulk), z.object({ deleted: z.array(flowRunId) })),
  /**
   * Lets a paused run go on: RUNNING, or scheduled now where it was suspended. What it asked for (its state's input keyset) is
   * filled in, checked against the schema that it stored, and kept for it. REJECT says what is wrong with the input.
   */
  resume: mutation(
    z.strictObject({ id: flowRunId, runInput: jsonObject.nullable().default(null) }),
    orchestrationResult,
  ),
  inputs: {
    /** Keeps a value under a key. The same one again is answered by what is kept; another one is refused (NAME_TAKEN). */
    create: mutation(flowRunInputCreate, z.object({ input: flowRunInput, created: z.boolean() }), {
      repeatable: true,
    }),
    /** Those whose key begins so, oldest first. */
    list: query(
      z.strictObject({ flowRunId, prefix: text.default(''), limit, excludeKeys: z.array(text).default([]) }),
      z.array(flowRunInput),
    ),
    read: query(z.strictObject({ flowRunId, key: flowRunInputKey }), flowRunInput),
    delete: mutation(z.strictObject({ flowRunId, key: flowRunInputKey }), nothing),
  },
  /** The states that a run has been in, oldest first. */
  states: query(byId, z.array(state)),
  /** Answers when the run has ended or the time is over, whichever comes first. */
  wait: query(z.strictObject({ id: flowRunId, waitSeconds: z.number().min(0).max(30).default(25) }), flowRun),
  /** Every state from now on, the current one first; ends with the run. */
  follow: subscription(byId, state),
  /** Moves due runs to PENDING under a lease, earliest first; those of a pool by the priority of their queue before that. */
  claim: mutation(
    z.union([
      z.strictObject({ ...claimant, ...servedDeployments }),
      z.strictObject({ ...claimant, ...servedPool }),
    ]),
    z.object({ runs: z.array(claimedRun), leaseSeconds: z.number(), nextDueInMs: dueInMs }),
  ),
  /** Keeps leases alive; tells which are lost, and which runs are being cancelled. */
  renewLeases: mutation(
    z.strictObject({ leases: z.array(z.strictObject({ id: flowRunId, leaseToken })).max(1000) }),
    z.object({ leaseSeconds: z.number(), lost: z.array(flowRunId), cancelling: z.array(flowRunId) }),
    { repeatable: true },
  ),
  /**
   * Tells a runner which of the runs that it claimed are CANCELLING: those that are, once each, and each that becomes so, at
   * once. Never ends by itself; `renewLeases` says the same, only later. The runner ends the run's process (SIGTERM, a grace,
   * SIGKILL) and reports CANCELLED with the lease's token; a run for which nobody does becomes Cancelled after a while.
   */
  cancellations: subscription(z.strictObject({ runnerId }), z.object({ id: flowRunId, leaseToken })),
  /** Wakes a waiting runner: a message when something is due, and whenever the next due instant changes. */
  due: subscription(
    z.union([z.strictObject(servedDeployments), z.strictObject(servedPool)]),
    z.object({ dueInMs }),
  ),
};
