import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import type { LockedTaskRow } from '../orchestrated-task-run.ts';

const lockedTaskColumns = sql.raw(`
  t.id, t.flow_run_id, t.empirical_policy, t.tags, t.held_limits,
  t.state_id, t.state_type, t.state_name, t.state_timestamp, t.state_message, t.state_data, t.state_details,
  t.run_count, t.flow_run_run_count, t.expected_start_time, t.next_scheduled_start_time, t.start_time, t.end_time,
  t.total_run_time`);

// Locks task runs in the order of their ids and reads all that the rules ask about them. Served by the primary key.
export const lockTaskRuns = async (db: Db, ids: readonly string[]): Promise<LockedTaskRow[]> => {
  const { rows } = await sql<LockedTaskRow>`
    select ${lockedTaskColumns} from task_run t
    where t.id = any(${[...ids]}::uuid[])
    order by t.id
    for no key update of t`.execute(db);
  return rows;
};
