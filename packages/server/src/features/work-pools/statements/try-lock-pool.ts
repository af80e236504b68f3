import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Locks a pool, so that of all who would take a slot of it or its queues one counts at a time; who counts later, in a statement of
// its own, sees what was taken before. Answers false at once when somebody else has it: a claim never waits. Served by the primary
// key.
export const tryLockPool = async (db: Db, poolId: string): Promise<boolean> => {
  const { rows } = await sql`
    select id from work_pool where id = ${poolId} for no key update skip locked`.execute(db);
  return rows.length > 0;
};
