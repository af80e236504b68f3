import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import type { Priority } from '../shift-priorities.ts';

// Gives queues their priorities. Their caller holds the pool's row, so that no two queues get one priority. Does not bump
// `updated` of the queues that only make room. Served by the primary key.
export const setPriorities = async (db: Db, priorities: readonly Priority[]): Promise<void> => {
  await sql`
    update work_queue q set priority = given.priority
    from unnest(
      ${priorities.map(({ id }) => id)}::uuid[], ${priorities.map(({ priority }) => priority)}::int[]
    ) as given(id, priority)
    where q.id = given.id`.execute(db);
};
