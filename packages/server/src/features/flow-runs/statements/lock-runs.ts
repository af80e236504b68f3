import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Locks many runs in the order of their ids, so that of two who lock the same ones one waits; those that are gone are left out.
// Tells what limits hold them back. Served by the primary keys.
export const lockRuns = async (
  db: Db,
  ids: readonly string[],
): Promise<{ id: string; concurrency_limit_id: string | null }[]> => {
  const { rows } = await sql<{ id: string; concurrency_limit_id: string | null }>`
    select r.id, d.concurrency_limit_id
    from flow_run r
    left join deployment d on d.id = r.deployment_id
    where r.id = any(${[...ids]}::uuid[])
    order by r.id
    for update of r`.execute(db);
  return rows;
};
