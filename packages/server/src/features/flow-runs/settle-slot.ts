import { type FlowRunPolicy, flowRunPolicy, isLive, type State } from '@carillon/core';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { wakeLimits } from '../concurrency/wake-limits.ts';
import { wakePools } from '../work-pools/wake-pools.ts';
import { type LockedRow, stateOf } from './orchestrated-run.ts';
import type { Slot } from './slot.ts';

/** Whether a run in this state holds a slot of its deployment's limit. As `holdsSlot` says it in SQL. */
const holds = (state: State | null, policy: Pick<FlowRunPolicy, 'retryType'>): boolean => {
  if (state === null) return false;
  if (state.type === 'PAUSED') return !state.stateDetails.pauseReschedule;
  return isLive(state.type) || (state.type === 'SCHEDULED' && policy.retryType === 'in_process');
};

type Written = {
  slot: Slot;
  renewsSlot: boolean;
  state: State;
  policy: FlowRunPolicy;
};

/**
 * What a written state does to the lease by which the run held its slot, or will: it begins with the claim, is renewed by the
 * start of a client that renews it, ends with the start of one that does not (the run's state alone holds the slot from then on)
 * and when the run holds a slot no more. A slot that is free, of its queue and pool too, wakes whoever waits for one.
 */
export const settleSlot = async (
  context: Context,
  row: LockedRow,
  { slot: { lease }, renewsSlot, state, policy }: Written,
): Promise<void> => {
  const { db, now, services } = context;
  const before = stateOf(row);
  const former = before?.stateDetails.deploymentConcurrencyLeaseId ?? null;
  const kept = holds(state, policy);
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
  if (
    !kept &&
    row.concurrency_limit_id !== null &&
    holds(before, flowRunPolicy.parse(row.empirical_policy ?? {}))
  )
    await wakeLimits(context, [row.concurrency_limit_id]);
  if (row.work_queue_id !== null && before !== null && isLive(before.type) && !isLive(state.type))
    await wakePools(context, [row.work_queue_id]);
};
