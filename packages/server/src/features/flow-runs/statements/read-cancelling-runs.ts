import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// The runs that a runner holds and that are CANCELLING. Served by flow_run_cancelling_index, in which there are few.
export const readCancellingRuns = async (
  db: Db,
  { runnerId }: { runnerId: string },
): Promise<{ id: string; leaseToken: number }[]> => {
  const { rows } = await sql<{ id: string; leaseToken: number }>`
    select r.id, r.lease_token as "leaseToken" from flow_run r
    where r.state_type = 'CANCELLING' and r.lease_token is not null and r.lease_holder->>'id' = ${runnerId}
    order by r.state_timestamp`.execute(db);
  return rows;
};
