import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Forgets what clients told of a time that is long past, the oldest first. Served by client_event_occurred_index.
export const deleteOldClientEvents = async (
  db: Db,
  { before, limit }: { before: Date; limit: number },
): Promise<number> => {
  const { rows } = await sql`
    delete from client_event where id = any(array(
      select id from client_event where occurred < ${before}::timestamptz
      order by occurred, id limit ${limit} for update skip locked
    ))
    returning id`.execute(db);
  return rows.length;
};
