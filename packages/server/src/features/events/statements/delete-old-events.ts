import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Removes the oldest events, of before an instant; those that another server is removing are passed over. Served by
// event_at_index.
export const deleteOldEvents = async (
  db: Db,
  { before, limit }: { before: Date; limit: number },
): Promise<number> => {
  const { rows } = await sql`
    delete from event
    where id in (
      select id from event where at < ${before} order by at limit ${limit} for update skip locked
    )
    returning id`.execute(db);
  return rows.length;
};
