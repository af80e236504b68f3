import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Lets the flow runs go on by themselves that have one of these task runs, which are about to go, as their stand-in. Served by
// flow_run_parent_index. Flow runs are locked before task runs, everywhere.
export const freeChildRuns = async (db: Db, taskRunIds: RawBuilder<unknown>): Promise<void> => {
  await sql`
    update flow_run set parent_task_run_id = null
    where parent_task_run_id in (${taskRunIds})`.execute(db);
};
