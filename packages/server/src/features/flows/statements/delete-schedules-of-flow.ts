import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Deletes the schedules of all deployments of a flow, in the order of their ids, as whoever locks several of them does.
// Served by deployment_flow_name_unique and deployment_schedule_slug_unique.
export const deleteSchedulesOfFlow = async (db: Db, flowId: string): Promise<void> => {
  await sql`
    with locked as (
      select s.id from deployment_schedule s
      join deployment d on d.id = s.deployment_id
      where d.flow_id = ${flowId}
      order by s.id
      for update of s
    )
    delete from deployment_schedule s using locked where s.id = locked.id`.execute(db);
};
