import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// The task runs that hold slots of a limit, by running or by a lease of their own; once for each slot. Served by
// task_run_held_limits_index and concurrency_lease_limit_index.
export const readTagHolders = async (
  db: Db,
  { limitId, now }: { limitId: string; now: Date },
): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select t.id::text as id, t.state_timestamp as since from task_run t
    where t.held_limits @> array[${limitId}::uuid] and t.state_type in ('RUNNING', 'CANCELLING')
    union all
    select c.holder->>'id', c.created from concurrency_lease c
    where c.limit_id = ${limitId} and c.expires_at > ${now} and c.holder->>'type' = 'task_run'
    order by since, id`.execute(db);
  return rows.map(({ id }) => id);
};
