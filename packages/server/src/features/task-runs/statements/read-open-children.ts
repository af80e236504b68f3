import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { openTask } from '../../flow-runs/statements/open-task.ts';

/** An open task run of a flow run; with `child_id`, it stands in for that flow run, which is still open. */
export type OpenChild = { flow_run_id: string; task_run_id: string; child_id: string | null };

// What these flow runs left open. A subflow with a deployment goes on by itself, unless its parent was cancelled and it has not
// been told. Of a flow run that has begun its next attempt only the tasks that ran in an earlier one. Served by
// task_run_open_index and flow_run_parent_index.
export const readOpenChildren = async (
  db: Db,
  { flowRunIds, limit }: { flowRunIds: readonly string[]; limit: number },
): Promise<OpenChild[]> => {
  const { rows } = await sql<OpenChild>`
    select r.id as flow_run_id, t.id as task_run_id, c.id as child_id
    from flow_run r
    join task_run t on t.flow_run_id = r.id and ${openTask}
    left join flow_run c on c.parent_task_run_id = t.id
      and c.state_type not in ('COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED')
    where r.id = any(${[...flowRunIds]}::uuid[])
      and case when r.state_type in ('RUNNING', 'CANCELLING', 'PAUSED')
        then c.id is null and t.state_type in ('RUNNING', 'CANCELLING') and t.flow_run_run_count < r.run_count
        else c.deployment_id is null or r.state_type = 'CANCELLED' and c.state_type <> 'CANCELLING' end
    limit ${limit}`.execute(db);
  return rows;
};
