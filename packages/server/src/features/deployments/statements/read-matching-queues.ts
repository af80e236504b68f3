import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import type { QueueRow } from '../../work-pools/queue-view.ts';

// The queues whose filter, as queues had before there were pools, takes in a deployment of these tags: by id and by tags, each
// only where the filter names some. Queues without a filter take in none. Reads the queues, which are few.
export const readMatchingQueues = async (
  db: Db,
  { deploymentId, tags }: { deploymentId: string; tags: readonly string[] },
): Promise<QueueRow[]> => {
  const { rows } = await sql<QueueRow>`
    select q.*, p.name as pool_name
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
