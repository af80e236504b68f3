import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Takes the slugs from these schedules, so that each can be given to another one of them. Served by the primary key.
export const freeSlugs = async (db: Db, scheduleIds: readonly string[]): Promise<void> => {
  await sql`update deployment_schedule set slug = null where id = any(${[...scheduleIds]}::uuid[])`.execute(
    db,
  );
};
