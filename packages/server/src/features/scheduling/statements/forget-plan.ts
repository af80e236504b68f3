import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Takes back how far these schedules are planned and when they are due, and locks their rows, in the order of their ids: a
// refill of another server has ended, or passes them over and finds them not due. Whoever wants them planned again refills
// them in the same transaction; their plan then begins at that moment. Served by the primary key.
export const forgetPlan = async (db: Db, scheduleIds: readonly string[]): Promise<void> => {
  await sql`
    with locked as (
      select id from deployment_schedule where id = any(${[...scheduleIds]}::uuid[]) order by id for update
    )
    update deployment_schedule s set planned_until = null, refill_at = null
    from locked where s.id = locked.id`.execute(db);
};
