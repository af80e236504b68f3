import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Says of READY deployments that nobody has asked for their runs since, nor for those of their queue; one that somebody holds is
// passed over. Does not bump `updated`. Served by deployment_ready_index.
export const markDeploymentsUnpolled = async (
  db: Db,
  { before, limit }: { before: Date; limit: number },
): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    with unpolled as (
      select d.id from deployment d
      left join work_queue q on q.id = d.work_queue_id
      where d.status = 'READY' and d.last_polled <= ${before}
        and (q.last_polled is null or q.last_polled <= ${before})
      order by d.last_polled
      limit ${limit}
      for no key update of d skip locked
    )
    update deployment d set status = 'NOT_READY' from unpolled where d.id = unpolled.id
    returning d.id`.execute(db);
  return rows.map((row) => row.id);
};
