import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Takes back how far these schedules are planned, so that their next plan begins at that moment, and locks their rows: a
// refill of another server has ended or waits. Served by the primary key.
export const forgetPlan = async (db: Db, scheduleIds: readonly string[]): Promise<void> => {
  await sql`
    with locked as (
      select id from deployment_schedule where id = any(${[...scheduleIds]}::uuid[]) order by id for update
    )
    update deployment_schedule s set planned_until = null from locked where s.id = locked.id`.execute(db);
};
