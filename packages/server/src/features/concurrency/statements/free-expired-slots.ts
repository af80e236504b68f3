import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Takes the slots from the leases that have run out and stay, once each, and tells of which limits they were. Served by
// concurrency_lease_expiry_index.
export const freeExpiredSlots = async (
  db: Db,
  { now, limit }: { now: Date; limit: number },
): Promise<(string | null)[]> => {
  const { rows } = await sql<{ limit_id: string | null }>`
    with expired as (
      select id from concurrency_lease
      where expires_at <= ${now} and slots > 0
      order by expires_at
      limit ${limit}
      for update skip locked
    )
    update concurrency_lease c set slots = 0 from expired where c.id = expired.id
    returning c.limit_id`.execute(db);
  return rows.map((row) => row.limit_id);
};
