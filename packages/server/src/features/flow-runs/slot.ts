import { type ConcurrencyFacts, isLive, leaseId, type StateCreate } from '@carillon/core';
import type { Context } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { lockLimits } from '../concurrency/statements/lock-limits.ts';
import { readTakenSlots } from '../concurrency/statements/read-taken-slots.ts';
import { type LockedRow, stateOf } from './orchestrated-run.ts';

/** A lease of a slot that is written, or ends, with the state that the run gets. */
type SlotLease = { id: string; limitId: string; expiresAt: Date };

export type Slot = {
  facts: ConcurrencyFacts;
  /** What a client that renews its slots will renew; null for whoever holds its slot by the state of the run alone. */
  lease: SlotLease | null;
};

type Asked = {
  state: StateCreate;
  force: boolean;
  /** The caller renews the lease of its slot, so that the slot is free when it is lost. */
  renewsSlot: boolean;
};

const noLimit: Slot = { facts: { limit: 'none' }, lease: null };

const leaseOf = async ({ db, now }: Context, row: LockedRow): Promise<'none' | 'live' | 'over'> => {
  const id = stateOf(row)?.stateDetails.deploymentConcurrencyLeaseId;
  if (id == null) return 'none';
  const found = await db
    .selectFrom('concurrency_lease')
    .select('expires_at')
    .where('lease_id', '=', id)
    .executeTakeFirst();
  return found === undefined ? 'none' : found.expires_at > now ? 'live' : 'over';
};

type Ask = 'takes' | 'keeps' | null;

/** Whether a proposal would take a slot, or run on one that it may have on a lease. */
export const asksSlot = (row: LockedRow, { state, force }: Pick<Asked, 'state' | 'force'>): Ask => {
  if (force) return null;
  if (state.type === 'PENDING' && (row.state_type === null || !isLive(row.state_type))) return 'takes';
  return state.type === 'RUNNING' && row.state_type === 'PENDING' && row.lease_token === null
    ? 'keeps'
    : null;
};

/**
 * How the deployment's limit stands for a locked run that asks for a slot. The limit is locked before its slots are counted, and
 * until the transaction ends, so that of all who ask one is let in at a time.
 */
export const askSlot = async (context: Context, row: LockedRow, asked: Asked): Promise<Slot> => {
  const { db, now, services } = context;
  const ask = asksSlot(row, asked);
  if (ask === null) return noLimit;
  if (row.deployment_gone)
    return ask === 'takes' ? { facts: { limit: 'deployment-gone' }, lease: null } : noLimit;
  if (row.concurrency_limit_id === null) return noLimit;
  const keeps = ask === 'keeps';
  const held = keeps ? await leaseOf(context, row) : 'none';
  if (keeps && held !== 'over') return noLimit;

  const [limit] = await lockLimits(db, [row.concurrency_limit_id]);
  if (limit === undefined || !limit.active) return noLimit;
  const taken = await readTakenSlots(db, { limitIds: [limit.id], now, except: row.id });
  const free = limit.limit - (taken.get(limit.id) ?? 0);
  if (free > 0) {
    const seconds = row.concurrency_options?.gracePeriodSeconds ?? services.config.slotLeaseSeconds;
    const expiresAt = new Date(now.getTime() + seconds * 1000);
    return {
      facts: { limit: 'free' },
      lease: asked.renewsSlot ? { id: newId(now), limitId: limit.id, expiresAt } : null,
    };
  }
  if (keeps) return { facts: { limit: 'lost' }, lease: null };
  if (limit.limit === 0) return { facts: { limit: 'zero' }, lease: null };
  const strategy = row.concurrency_options?.collisionStrategy ?? 'ENQUEUE';
  return {
    facts: { limit: 'full', strategy, slotWaitSeconds: services.config.slotWaitSeconds },
    lease: null,
  };
};

/** The proposal, naming the lease that its slot is held by. */
export const onLease = (proposed: StateCreate, { lease }: Slot): StateCreate =>
  lease === null
    ? proposed
    : {
        ...proposed,
        stateDetails: { ...proposed.stateDetails, deploymentConcurrencyLeaseId: leaseId.parse(lease.id) },
      };
