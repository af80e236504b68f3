import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Db, Tables } from '../../../database/db.ts';

export type MatchingQueue = Selectable<Tables['work_queue']> & {
  pool_name: string;
  active_slots: number | null;
};

// The queues whose filter, as queues had before there were pools, takes in a deployment of these tags: by id and by tags, each
// only where the filter names some. Queues without a filter take in none. Reads the queues, which are few.
export const readMatchingQueues = async (
  db: Db,
  { deploymentId, tags }: { deploymentId: string; tags: readonly string[] },
): Promise<MatchingQueue[]> => {
  const { rows } = await sql<MatchingQueue>`
    select q.*, p.name as pool_name, case when q.concurrency_limit is not null then (
      select count(*)::int from flow_run r where r.work_queue_id = q.id and r.state_type in ('PENDING', 'RUNNING')
    ) end as active_slots
    from work_queue q
    join work_pool p on p.id = q.work_pool_id
    where q.filter is not null
      and (coalesce(jsonb_typeof(q.filter->'tags'), 'null') = 'null' or q.filter->'tags' <@ to_jsonb(${[...tags]}::text[]))
      and (
        coalesce(jsonb_typeof(q.filter->'deploymentIds'), 'null') = 'null' or q.filter->'deploymentIds' = '[]'
        or q.filter->'deploymentIds' ? ${deploymentId}
      )
    order by p.name, q.name, q.id`.execute(db);
  return rows;
};
