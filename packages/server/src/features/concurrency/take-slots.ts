import { DomainError, type SlotRequest } from '@carillon/core';
import type { Context } from '../../context.ts';
import type { LimitRow } from './statements/lock-limits.ts';
import { lockNamedLimits } from './statements/lock-named-limits.ts';
import { readTakenSlots } from './statements/read-taken-slots.ts';

export type AskedLimit = Pick<LimitRow, 'id' | 'name' | 'limit'>;

export type Taken =
  /** `holding` are the limits that do hold the slots: the active ones. */
  | { granted: true; limits: AskedLimit[]; holding: LimitRow[] }
  | { granted: false; retryAfterSeconds: number };

const askedOf = ({ id, name, limit }: LimitRow): AskedLimit => ({ id, name, limit });

/** When one slot of a limit may be free: soon after one of them has decayed, or is given back on average. */
const waitSeconds = ({
  slot_decay_per_second: decay,
  average_occupancy_seconds: seconds,
  limit,
}: LimitRow): number => (decay > 0 ? 1 / decay : seconds / Math.max(1, limit));

/** Waiters that were turned away together come back apart. */
const jittered = (seconds: number): number => Math.round(seconds * (0.5 + Math.random()) * 1000) / 1000;

/**
 * Locks the named limits and looks whether each has these slots free. Who is granted them writes down how they are held, in the
 * same transaction. Throws SLOTS_EXCEED_LIMIT for what no waiting would help, SLOTS_DO_NOT_DECAY.
 */
export const takeSlots = async (
  { db, now }: Context,
  { names, slots, mode }: SlotRequest,
): Promise<Taken> => {
  const limits = await lockNamedLimits(db, names);
  const active = limits.filter((limit) => limit.active);
  for (const { name, limit, slot_decay_per_second: decay } of active) {
    if (slots > limit) throw new DomainError('SLOTS_EXCEED_LIMIT', { name, slots, limit });
    if (mode === 'rate_limit' && decay === 0) throw new DomainError('SLOTS_DO_NOT_DECAY', { name });
  }
  const taken = await readTakenSlots(db, { limitIds: active.map(({ id }) => id), now });
  const full = active.filter(({ id, limit }) => (taken.get(id) ?? 0) + slots > limit);
  if (full.length === 0) return { granted: true, limits: limits.map(askedOf), holding: active };
  await db
    .updateTable('concurrency_limit')
    .set((eb) => ({ denied_slots: eb('denied_slots', '+', slots) }))
    .where(
      'id',
      'in',
      full.map(({ id }) => id),
    )
    .execute();
  return { granted: false, retryAfterSeconds: jittered(Math.max(...full.map(waitSeconds))) };
};
