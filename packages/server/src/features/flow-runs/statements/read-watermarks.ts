import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// For each id a text that is another once the run of that id has changed its state, or once another start comes first of
// the deployment of that id. Served by the primary key and flow_run_due_index: one probe of each for every id.
export const readWatermarks = async (
  db: Db,
  ids: readonly string[],
): Promise<{ id: string; mark: string | null }[]> => {
  const { rows } = await sql<{ id: string; mark: string | null }>`
    select watched.id, coalesce(
      (select run.state_id::text from flow_run run where run.id = watched.id),
      (
        select due.next_scheduled_start_time::text from flow_run due
        where due.deployment_id = watched.id and due.state_type = 'SCHEDULED'
        order by due.next_scheduled_start_time
        limit 1
      )
    ) as mark
    from unnest(${[...ids]}::uuid[]) as watched(id)`.execute(db);
  return rows;
};
