import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type PlannedSchedule, plannedColumns } from '../planned-schedule.ts';

// Locks the named schedules that may run, in the order of their ids, waiting for whoever holds them.
// Served by the primary key.
export const lockSchedules = async (db: Db, scheduleIds: readonly string[]): Promise<PlannedSchedule[]> => {
  const { rows } = await sql<PlannedSchedule>`
    select ${plannedColumns}
    from deployment_schedule s
    join deployment d on d.id = s.deployment_id
    where s.id = any(${[...scheduleIds]}::uuid[]) and s.active and not d.paused
    order by s.id
    for update of s`.execute(db);
  return rows;
};
