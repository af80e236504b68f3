import type { StateType, TaskRun } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type GraphRow = {
  id: string;
  name: string;
  task_inputs: TaskRun['taskInputs'];
  state_id: string | null;
  state_type: StateType | null;
  start: Date | null;
  end_time: Date | null;
  /** The run that the task run stands for. */
  child_id: string | null;
  child_label: string | null;
  child_state_type: StateType | null;
  child_start: Date | null;
  child_end: Date | null;
};

// The task runs of a flow run that have a time to be drawn at, with the runs that they stand for, in the order of their starts.
// Served by task_run_flow_run_index and flow_run_parent_index: of each task run one probe.
export const readGraphRows = async (
  db: Db,
  { flowRunId, limit }: { flowRunId: string; limit: number },
): Promise<GraphRow[]> => {
  const { rows } = await sql<GraphRow>`
    select t.id, t.name, t.task_inputs, t.state_id, t.state_type,
      coalesce(t.start_time, t.expected_start_time) as start, t.end_time,
      child.id as child_id, child.label as child_label, child.state_type as child_state_type,
      child.start as child_start, child.end_time as child_end
    from task_run t
    left join lateral (
      select r.id, f.name || ' / ' || r.name as label, r.state_type,
        coalesce(r.start_time, r.expected_start_time) as start, r.end_time
      from flow_run r join flow f on f.id = r.flow_id
      where r.parent_task_run_id = t.id
      order by r.created, r.id
      limit 1
    ) child on true
    where t.flow_run_id = ${flowRunId} and coalesce(t.start_time, t.expected_start_time) is not null
    order by coalesce(t.start_time, t.expected_start_time), t.end_time, t.id
    limit ${limit}`.execute(db);
  return rows;
};
