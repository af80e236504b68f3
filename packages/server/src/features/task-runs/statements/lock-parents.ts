import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import type { ParentRow } from '../orchestrated-task-run.ts';

// Reads flow runs for their task runs, in the order of their ids; their states stay as they are until the transaction ends, so
// that no task begins in a flow run that is just being ended. Task runs are locked after their flow runs, everywhere. Whoever
// only reads, or reports of other task runs, is not held up. Served by the primary key.
export const lockParents = async (db: Db, ids: readonly string[]): Promise<ParentRow[]> => {
  if (ids.length === 0) return [];
  const { rows } = await sql<ParentRow>`
    select r.id, r.labels, r.run_count, r.lease_token,
      r.state_id, r.state_type, r.state_name, r.state_timestamp, r.state_message, r.state_data, r.state_details
    from flow_run r
    where r.id = any(${[...ids]}::uuid[])
    order by r.id
    for key share of r`.execute(db);
  return rows;
};
