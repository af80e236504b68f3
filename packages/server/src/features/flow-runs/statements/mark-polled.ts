import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Says of deployments that a runner has asked for their runs, and answers those that were not READY; one that another server
// just said it of is passed over. They are told by their ids, or by those of their queues. Does not bump `updated`, which tells of
// changes by people. Served by the primary key and deployment_work_queue_index.
export const markPolled = async (
  db: Db,
  { by, ids, now, before }: { by: 'id' | 'work_queue_id'; ids: readonly string[]; now: Date; before: Date },
): Promise<string[]> => {
  const { rows } = await sql<{ id: string; was_ready: boolean }>`
    with polled as (
      select id, status = 'READY' as was_ready from deployment
      where ${sql.ref(by)} = any(${[...ids]}::uuid[])
        and (status <> 'READY' or last_polled is null or last_polled < ${before})
      order by id
      for no key update skip locked
    )
    update deployment d set status = 'READY', last_polled = ${now}::timestamptz
    from polled where d.id = polled.id
    returning d.id, polled.was_ready`.execute(db);
  return rows.filter((row) => !row.was_ready).map((row) => row.id);
};
