import type { StateType } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import type { Condition } from '../../../filters/condition.ts';

// The matching task runs counted by state, those that have none left out. Served by task_run_state_index, or by the index of a
// filter that matches little.
export const countByState = async (
  db: Db,
  { where }: { where: Condition },
): Promise<{ type: StateType; count: number }[]> => {
  const { rows } = await sql<{ type: StateType; count: number }>`
    select task_run.state_type as type, count(*) as count from task_run
    where task_run.state_type is not null and ${where}
    group by task_run.state_type`.execute(db);
  return rows;
};
