import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Adds to the slots that are taken by hand, or gives some back; what has decayed since they were last written is taken off
// first, to the fraction, so that a busy limit decays as fast as an idle one. Does not bump `updated`, which tells of changes by
// people. Served by the primary key.
export const changeManualSlots = async (
  db: Db,
  { limitIds, by, now }: { limitIds: readonly string[]; by: number; now: Date },
): Promise<void> => {
  if (limitIds.length === 0) return;
  await sql`
    update concurrency_limit l set
      manual_slots = greatest(0, ${by}::int + greatest(0, l.manual_slots - l.slot_decay_per_second *
        extract(epoch from ${now}::timestamptz - coalesce(l.manual_slots_at, ${now}::timestamptz)))),
      manual_slots_at = ${now}::timestamptz
    where l.id = any(${[...limitIds]}::uuid[])`.execute(db);
};
