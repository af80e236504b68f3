import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// The deferred task run of these tasks that has waited longest, locked; what is being handed to another worker is passed over.
// Served by task_run_state_index: only what is scheduled is looked at.
export const lockDeferredRun = async (
  db: Db,
  { taskKeys }: { taskKeys: readonly string[] },
): Promise<string | null> => {
  const { rows } = await sql<{ id: string }>`
    select id from task_run
    where state_type = 'SCHEDULED' and task_key = any(${[...taskKeys]}::text[])
      and state_details->>'deferred' = 'true'
    order by state_timestamp, id
    limit 1
    for update skip locked`.execute(db);
  return rows[0]?.id ?? null;
};
