import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// How many task runs each of these flow runs has, those with none included; what stands for a sub-flow is no task run. Served by
// task_run_flow_run_index and flow_run_parent_index: of each task run one probe.
export const countOfFlowRuns = async (
  db: Db,
  { flowRunIds }: { flowRunIds: readonly string[] },
): Promise<Record<string, number>> => {
  const { rows } = await sql<{ id: string; count: number }>`
    select wanted.id, (
      select count(*) from task_run t
      where t.flow_run_id = wanted.id and not exists (select from flow_run r where r.parent_task_run_id = t.id)
    ) as count
    from unnest(${[...flowRunIds]}::uuid[]) wanted(id)`.execute(db);
  return Object.fromEntries(rows.map(({ id, count }) => [id, count]));
};
