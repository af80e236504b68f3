import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Deletes the schedules of all deployments of a flow. Locks the deployments first, then the schedules, each in the order of
// their ids, as whoever changes them does. Served by deployment_flow_name_unique and deployment_schedule_slug_unique.
export const deleteSchedulesOfFlow = async (db: Db, flowId: string): Promise<void> => {
  await sql`
    with deployments as materialized (
      select id from deployment where flow_id = ${flowId} order by id for update
    ),
    schedules as materialized (
      select s.id from deployment_schedule s
      where s.deployment_id in (select id from deployments)
      order by s.id
      for update
    )
    delete from deployment_schedule s using schedules where s.id = schedules.id`.execute(db);
};
