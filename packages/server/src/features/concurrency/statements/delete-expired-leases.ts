import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Removes leases that have run out, the oldest first, and tells which limits they held slots of. The lease of a run's own slot
// stays as long as the run is live: it is what tells that the run holds its slot no more. Served by
// concurrency_lease_expiry_index.
export const deleteExpiredLeases = async (
  db: Db,
  { now, limit }: { now: Date; limit: number },
): Promise<(string | null)[]> => {
  const { rows } = await sql<{ limit_id: string | null }>`
    with expired as (
      select c.id from concurrency_lease c
      where c.expires_at <= ${now}
        and not exists (
          select from flow_run r
          where c.holder->>'type' = 'flow_run' and r.id = (c.holder->>'id')::uuid
            and r.state_type in ('PENDING', 'RUNNING', 'CANCELLING', 'PAUSED')
            and (r.state_details->>'deploymentConcurrencyLeaseId')::uuid = c.lease_id
        )
      order by c.expires_at
      limit ${limit}
      for update of c skip locked
    )
    delete from concurrency_lease c using expired where c.id = expired.id
    returning c.limit_id`.execute(db);
  return rows.map((row) => row.limit_id);
};
