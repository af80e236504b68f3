import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Forgets what waits for flow runs that have not come in all that time. Served by waiting_task_event_received_index.
export const deleteOldWaitingEvents = async (
  db: Db,
  { before, limit }: { before: Date; limit: number },
): Promise<number> => {
  const { rows } = await sql`
    delete from waiting_task_event where id = any(array(
      select id from waiting_task_event where received < ${before}::timestamptz
      order by received limit ${limit} for update skip locked
    ))
    returning id`.execute(db);
  return rows.length;
};
