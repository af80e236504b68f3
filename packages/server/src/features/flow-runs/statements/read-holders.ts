import type { LimitHolder } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { holdsSlot, slotLeaseId } from '../../concurrency/held-slot.ts';
import { holdsPoolSlot } from '../../work-pools/statements/holds-pool-slot.ts';

export type HolderRow = LimitHolder & { of: 'limit' | 'queue' | 'pool' };

export type Held = { limitId: string | null; queueId: string | null; poolId: string | null };

/** When a run came to its slot: after it last waited or ended. */
const heldSince = sql.raw(`coalesce((
  select min(s.timestamp) from flow_run_state s
  where s.flow_run_id = r.id and s.timestamp > coalesce((
    select max(before.timestamp) from flow_run_state before
    where before.flow_run_id = r.id
      and before.type in ('SCHEDULED', 'COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED')
  ), '-infinity')
), r.state_timestamp)`);

// The first few who hold slots of a limit, of a queue and of a pool, the longest first. A run that holds its slot on a lease is
// known by that. Served by deployment_concurrency_limit_index, flow_run_holding_index, concurrency_lease_limit_index,
// task_run_held_limits_index, work_queue_priority_index and flow_run_lane_index: what holds slots, of the three alone.
export const readHolders = async (
  db: Db,
  { limitId, queueId, poolId, now, limit }: Held & { now: Date; limit: number },
): Promise<HolderRow[]> => {
  const { rows } = await sql<HolderRow>`
    with holding as (
      (select 'limit' as of, 'flow-run' as kind, r.id, r.name, 1 as slots, ${heldSince} as since
        from deployment d join flow_run r on r.deployment_id = d.id
        where d.concurrency_limit_id = ${limitId}::uuid and ${holdsSlot}
          and not exists (select from concurrency_lease c where c.lease_id = ${slotLeaseId})
        order by r.state_timestamp limit ${limit})
      union all
      (select 'limit', case c.holder->>'type' when 'flow_run' then 'flow-run' when 'task_run' then 'task-run' else 'lease' end,
          (c.holder->>'id')::uuid, coalesce(r.name, t.name), c.slots, c.created
        from concurrency_lease c
        left join flow_run r on c.holder->>'type' = 'flow_run' and r.id = (c.holder->>'id')::uuid
        left join task_run t on c.holder->>'type' = 'task_run' and t.id = (c.holder->>'id')::uuid
        where c.limit_id = ${limitId}::uuid and c.expires_at > ${now}::timestamptz
        order by c.created limit ${limit})
      union all
      (select 'limit', 'task-run', t.id, t.name, 1, t.state_timestamp
        from task_run t
        where t.held_limits @> array[${limitId}::uuid] and t.state_type in ('RUNNING', 'CANCELLING')
        order by t.state_timestamp limit ${limit})
      union all
      (select 'queue', 'flow-run', r.id, r.name, 1, ${heldSince}
        from flow_run r where r.work_queue_id = ${queueId}::uuid and ${holdsPoolSlot}
        order by r.state_timestamp limit ${limit})
      union all
      (select 'pool', 'flow-run', r.id, r.name, 1, ${heldSince}
        from work_queue q join flow_run r on r.work_queue_id = q.id
        where q.work_pool_id = ${poolId}::uuid and ${holdsPoolSlot}
        order by r.state_timestamp limit ${limit})
    ),
    ranked as (
      select *, row_number() over (partition by of order by since, id) as rank from holding
    )
    select of, kind, id, name, slots, since from ranked where rank <= ${limit} order by of, rank`.execute(db);
  return rows;
};
