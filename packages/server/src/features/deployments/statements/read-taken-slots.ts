import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Slots in use of each limit: live runs of the deployments that it holds back, leases that have not run out, and slots set by
// hand, less what has decayed of them. Served by deployment_concurrency_limit_index, flow_run_state_index (live runs only)
// and concurrency_lease_limit_index.
export const readTakenSlots = async (
  db: Db,
  { limitIds, now }: { limitIds: readonly string[]; now: Date },
): Promise<Map<string, number>> => {
  if (limitIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; slots: number }>`
    select l.id, (
      coalesce((
        select count(*) from deployment d join flow_run r on r.deployment_id = d.id
        where d.concurrency_limit_id = l.id and r.state_type in ('PENDING', 'RUNNING', 'CANCELLING')
      ), 0) + coalesce((
        select sum(c.slots) from concurrency_lease c where c.limit_id = l.id and c.expires_at > ${now}::timestamptz
      ), 0) + greatest(0, l.manual_slots - floor(l.slot_decay_per_second *
        extract(epoch from ${now}::timestamptz - coalesce(l.manual_slots_at, ${now}::timestamptz))))
    )::int as slots
    from concurrency_limit l
    where l.id = any(${[...limitIds]}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, slots }) => [id, slots]));
};
