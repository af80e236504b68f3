import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type PlannedSchedule, plannedColumns } from '../planned-schedule.ts';

// Locks the schedules that are due for a look, earliest first; those that another server holds are passed over.
// Served by deployment_schedule_refill_index: quiet schedules are not read. Pausing and editing change the schedule's own
// row first, so a schedule locked here cannot be one of a deployment paused meanwhile. Each run that is made then asks for its
// flow to be kept; those of a flow that is being deleted are passed over.
export const claimDueSchedules = async (
  db: Db,
  { now, limit }: { now: Date; limit: number },
): Promise<PlannedSchedule[]> => {
  const { rows } = await sql<PlannedSchedule>`
    select ${plannedColumns}
    from deployment_schedule s
    join deployment d on d.id = s.deployment_id
    join flow f on f.id = d.flow_id
    where s.refill_at <= ${now} and s.active and not d.paused
    order by s.refill_at, s.id
    limit ${limit}
    for update of s skip locked
    for key share of f skip locked`.execute(db);
  return rows;
};
