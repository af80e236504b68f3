import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { holdsSlot, slotLeaseId } from '../held-slot.ts';

// Slots in use of each limit: runs of the deployments and task runs that it holds back, leases that have not run out, and slots
// set by hand, less what has decayed of them. A run that holds its slot on a lease is counted by that alone, so that its slot is
// free once the lease has run out. Served by deployment_concurrency_limit_index, flow_run_holding_index,
// task_run_held_limits_index and concurrency_lease_limit_index.
export const readTakenSlots = async (
  db: Db,
  {
    limitIds,
    now,
    except = null,
  }: {
    limitIds: readonly string[];
    now: Date;
    /** A run that is left out: the one that asks. */
    except?: string | null;
  },
): Promise<Map<string, number>> => {
  if (limitIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; slots: number }>`
    select l.id, (
      coalesce((
        select count(*) from deployment d join flow_run r on r.deployment_id = d.id
        where d.concurrency_limit_id = l.id and ${holdsSlot} and r.id is distinct from ${except}::uuid
          and not exists (select from concurrency_lease c where c.lease_id = ${slotLeaseId})
      ), 0) + coalesce((
        select count(*) from task_run t
        where t.held_limits @> array[l.id] and t.state_type in ('RUNNING', 'CANCELLING')
      ), 0) + coalesce((
        select sum(c.slots) from concurrency_lease c 
        where c.limit_id = l.id and c.expires_at > ${now}::timestamptz
          and (${except}::uuid is null or (c.holder->>'id')::uuid is distinct from ${except}::uuid)
      ), 0) + ${manualSlots(now)}
    )::int as slots
    from concurrency_limit l
    where l.id = any(${[...limitIds]}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, slots }) => [id, slots]));
};

/** Of `concurrency_limit l`: the slots set by hand that have not wholly decayed. */
const manualSlots = (now: Date) => sql<number>`
  ceil(greatest(0, l.manual_slots - l.slot_decay_per_second *
    extract(epoch from ${now}::timestamptz - coalesce(l.manual_slots_at, ${now}::timestamptz))))`;
