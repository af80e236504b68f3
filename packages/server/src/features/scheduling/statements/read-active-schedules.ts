import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type PlannedSchedule, plannedColumns } from '../planned-schedule.ts';

// The active schedules of a deployment, paused or not, locked so that no edit comes between plan and insert.
// Served by deployment_schedule_slug_unique, which begins with the deployment.
export const readActiveSchedules = async (db: Db, deploymentId: string): Promise<PlannedSchedule[]> => {
  const { rows } = await sql<PlannedSchedule>`
    select ${plannedColumns}
    from deployment_schedule s
    where s.deployment_id = ${deploymentId} and s.active
    order by s.id
    for update of s`.execute(db);
  return rows;
};
