import { type FlowRunPolicy, flowRunPolicy, isLive, type RunProgress, type State } from '@carillon/core';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { wakeLimits } from '../concurrency/wake-limits.ts';
import { wakePools } from '../work-pools/wake-pools.ts';
import { type LockedRow, stateOf } from './orchestrated-run.ts';
import type { Decided } from './propose-states.ts';

/** Whether a run in this state holds a slot of its deployment's limit. As `holdsSlot` says it in SQL. */
const holds = (state: State | null, policy: Pick<FlowRunPolicy, 'retryType'>): boolean => {
  if (state === null) return false;
  if (state.type === 'PAUSED') return !state.stateDetails.pauseReschedule;
  return isLive(state.type) || (state.type === 'SCHEDULED' && policy.retryType === 'in_process');
};

/** The states of some runs are written: what that does to the slots that they held, or hold. */
export const settleSlots = async (context: Context, settled: readonly Decided[]): Promise<void> => {
  for (const one of settled) await settleLease(context, one);
  await wakeLimits(context, [
    ...new Set(settled.flatMap(({ row, state, run }) => freedLimit(row, state, run))),
  ]);
  await wakePools(context, [...new Set(settled.flatMap(({ row, state }) => freedQueue(row, state)))]);
};

/**
 * The lease by which a run held its slot, or will, begins with the claim, is renewed by the start of a client that renews it, and
 * ends with the start of one that does not (the run's state alone holds the slot from then on) and when the run holds a slot no
 * more.
 */
const settleLease = async (
  { db, now, services }: Context,
  { row, slot: { lease }, renewsSlot, state, run }: Decided,
): Promise<void> => {
  const before = stateOf(row);
  const former = before?.stateDetails.deploymentConcurrencyLeaseId ?? null;
  const kept = holds(state, run.policy);
  const started = before?.type === 'PENDING' && state.type === 'RUNNING';
  if (former !== null && (!kept || lease !== null || (started && !renewsSlot)))
    await db.deleteFrom('concurrency_lease').where('lease_id', '=', former).execute();
  else if (former !== null && started) {
    const seconds = row.concurrency_options?.gracePeriodSeconds ?? services.config.slotLeaseSeconds;
    await db
      .updateTable('concurrency_lease')
      .set({ expires_at: new Date(now.getTime() + seconds * 1000), updated: now })
      .where('lease_id', '=', former)
      .execute();
  }
  if (lease !== null && kept)
    await db
      .insertInto('concurrency_lease')
      .values({
        id: newId(now),
        created: now,
        updated: now,
        limit_id: lease.limitId,
        lease_id: lease.id,
        slots: 1,
        holder: { type: 'flow_run', id: row.id },
        expires_at: lease.expiresAt,
      })
      .execute();
};

/** The limit of which the run gave a slot back. */
const freedLimit = (row: LockedRow, state: State, { policy }: RunProgress): string[] =>
  row.concurrency_limit_id !== null &&
  !holds(state, policy) &&
  holds(stateOf(row), flowRunPolicy.parse(row.empirical_policy ?? {}))
    ? [row.concurrency_limit_id]
    : [];

/** The queue of which the run gave a slot back, and with it of its pool. */
const freedQueue = (row: LockedRow, state: State): string[] =>
  row.work_queue_id !== null && row.state_type !== null && isLive(row.state_type) && !isLive(state.type)
    ? [row.work_queue_id]
    : [];
