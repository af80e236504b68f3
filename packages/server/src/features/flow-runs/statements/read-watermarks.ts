import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { inTurn } from './in-turn.ts';

// For each id a text that is another once the run of that id has changed its state, or once another start comes first of
// the deployment, or in the queue, of that id. Served by the primary key, flow_run_due_index and flow_run_due_queue_index: one
// probe of each for every id.
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
      ),
      (
        select r.next_scheduled_start_time::text from flow_run r
        where r.work_queue_id = watched.id and r.state_type = 'SCHEDULED'
        order by ${inTurn}
        limit 1
      )
    ) as mark
    from unnest(${[...ids]}::uuid[]) as watched(id)`.execute(db);
  return rows;
};
