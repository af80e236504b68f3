import { z } from 'zod';
import { filters } from '../schemas/filter.ts';
import { flowRun, flowRunCreate, flowRunUpdate, leaseToken } from '../schemas/flow-run.ts';
import { deploymentId, flowRunId, runnerId } from '../schemas/id.ts';
import { orchestrationResult } from '../schemas/orchestration.ts';
import { cursor, limit, limitMax, listOf, offset, page, pageOf } from '../schemas/page.ts';
import { flowRunSort } from '../schemas/sort.ts';
import { state, stateCreate, stateType } from '../schemas/state.ts';
import { text } from '../schemas/text.ts';
import { instant } from '../schemas/time.ts';
import { mutation, query, subscription } from './procedure.ts';

const sort = flowRunSort.default('ID_DESC');
const byId = z.strictObject({ id: flowRunId });
const nothing = z.null();
const servedDeployments = z.array(deploymentId).min(1).max(1000);

/** Milliseconds from the server's now; never an instant, since a runner's own clock may be wrong. */
const dueInMs = z.number().nullable();

export const claimedRun = z.object({
  run: flowRun,
  flowName: text,
  deploymentName: text,
  leaseToken,
  /** Milliseconds since the run was due. */
  lateMs: z.number(),
});
export type ClaimedRun = z.output<typeof claimedRun>;

const stateCount = z.object({
  stateType,
  stateName: text,
  countRuns: z.int(),
  sumEstimatedRunTime: z.number(),
  sumEstimatedLateness: z.number(),
});

export const flowRuns = {
  create: mutation(flowRunCreate, z.object({ run: flowRun, created: z.boolean() })),
  read: query(byId, flowRun),
  list: query(z.strictObject({ ...filters, sort, limit, offset, cursor }), listOf(flowRun)),
  paginate: query(z.strictObject({ ...filters, sort, limit, page }), pageOf(flowRun)),
  count: query(z.strictObject(filters), z.int()),
  update: mutation(flowRunUpdate.extend({ id: flowRunId }), nothing, { repeatable: true }),
  delete: mutation(byId, nothing),
  /** Seconds that the matching runs are late on average; null when there are none. */
  lateness: query(z.strictObject(filters), z.number().nullable()),
  /** Counts by state, in equal steps of time; at most 500. */
  history: query(
    z.strictObject({
      ...filters,
      historyStart: instant,
      historyEnd: instant,
      historyIntervalSeconds: z.number().min(1, 'must not be less than 1 second'),
    }),
    z.array(z.object({ intervalStart: instant, intervalEnd: instant, states: z.array(stateCount) })),
  ),
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
  /** The states that a run has been in, oldest first. */
  states: query(byId, z.array(state)),
  /** Answers when the run has ended or the time is over, whichever comes first. */
  wait: query(z.strictObject({ id: flowRunId, waitSeconds: z.number().min(0).max(30).default(25) }), flowRun),
  /** Every state from now on, the current one first; ends with the run. */
  follow: subscription(byId, state),
  /** Moves due runs to PENDING under a lease, earliest first. */
  claim: mutation(
    z.strictObject({
      runner: z.strictObject({ id: runnerId, name: text.max(200) }),
      deploymentIds: servedDeployments,
      limit: z.int().min(1).max(limitMax),
    }),
    z.object({ runs: z.array(claimedRun), leaseSeconds: z.number(), nextDueInMs: dueInMs }),
  ),
  /** Keeps leases alive; tells which are lost, and which runs are being cancelled. */
  renewLeases: mutation(
    z.strictObject({ leases: z.array(z.strictObject({ id: flowRunId, leaseToken })).max(1000) }),
    z.object({ leaseSeconds: z.number(), lost: z.array(flowRunId), cancelling: z.array(flowRunId) }),
    { repeatable: true },
  ),
  /** Wakes a waiting runner: a message when something is due, and whenever the next due instant changes. */
  due: subscription(z.strictObject({ deploymentIds: servedDeployments }), z.object({ dueInMs })),
};
