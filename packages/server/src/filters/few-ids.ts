import { sql } from 'kysely';
import type { Db } from '../database/db.ts';
import type { Condition } from './condition.ts';

/** So many are looked up by id; more are looked for row by row. */
const fewMax = 200;

// The ids of the rows that match, or null where they are many. Read from beginning to end where no index serves the condition:
// it is asked of what people made (flows, deployments, queues), never of what happened.
export const readFewIds = async (
  db: Db,
  { from, id, condition }: { from: string; id: string; condition: Condition },
): Promise<string[] | null> => {
  const { rows } = await sql<{ id: string }>`
    select ${sql.raw(id)} as id from ${sql.raw(from)} where ${condition} limit ${fewMax + 1}`.execute(db);
  return rows.length > fewMax ? null : rows.map((row) => row.id);
};
