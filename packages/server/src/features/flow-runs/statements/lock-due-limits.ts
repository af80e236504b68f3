import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type LimitRow, limitColumns } from '../../concurrency/statements/lock-limits.ts';
import { claimable } from './claimable.ts';

export type DueLimitRow = LimitRow & { deployment_ids: string[] };

// Locks the active limits of those of these deployments that have a due run, for a claim to count by; one that another claim
// holds is passed over, so a claim never waits. Served by deployment's primary key and flow_run_due_index: one probe for each
// deployment that has a limit.
export const lockDueLimits = async (
  db: Db,
  { deploymentIds, now }: { deploymentIds: readonly string[]; now: Date },
): Promise<DueLimitRow[]> => {
  const { rows } = await sql<DueLimitRow>`
    with due as materialized (
      select d.concurrency_limit_id as limit_id, array_agg(d.id) as deployment_ids
      from deployment d
      where d.id = any(${[...deploymentIds]}::uuid[]) and d.concurrency_limit_id is not null
        and exists (
          select from flow_run r
          where r.deployment_id = d.id and ${claimable} and r.next_scheduled_start_time <= ${now}
        )
      group by d.concurrency_limit_id
    )
    select ${limitColumns}, due.deployment_ids
    from concurrency_limit l
    join due on due.limit_id = l.id
    where l.active
    order by l.id
    for no key update of l skip locked`.execute(db);
  return rows;
};
