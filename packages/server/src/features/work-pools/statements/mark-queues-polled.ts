import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

type Ready = { id: string; name: string; status: 'READY'; pool: { id: string; name: string } };

// Says of queues that somebody has asked for their runs, and answers those that became READY by it, which paused ones do not; one
// that another server just said it of is passed over. Does not bump `updated`. Served by the primary key.
export const markQueuesPolled = async (
  db: Db,
  { queueIds, now, before }: { queueIds: readonly string[]; now: Date; before: Date },
): Promise<Ready[]> => {
  const { rows } = await sql<Ready & { was: string }>`
    with polled as (
      select id, status as was from work_queue
      where id = any(${[...queueIds]}::uuid[])
        and (status = 'NOT_READY' or last_polled is null or last_polled < ${before})
      order by id
      for no key update skip locked
    )
    update work_queue q set
      status = case when q.status = 'NOT_READY' and not q.is_paused then 'READY' else q.status end,
      last_polled = ${now}::timestamptz
    from polled, work_pool p
    where q.id = polled.id and p.id = q.work_pool_id
    returning q.id, q.name, q.status, polled.was, jsonb_build_object('id', p.id, 'name', p.name) as pool`.execute(
    db,
  );
  return rows.filter((row) => row.status !== row.was);
};
