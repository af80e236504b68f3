import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Moves runs that are still plainly Scheduled long after their start to Late, oldest first, with a row of history each;
// runs that somebody holds are passed over. Served by flow_run_not_yet_late_index. One id a run, for its new state.
export const markLate = async (
  db: Db,
  { now, dueBefore, stateIds }: { now: Date; dueBefore: Date; stateIds: readonly string[] },
): Promise<string[]> => {
  const { rows } = await sql<{ flow_run_id: string }>`
    with due as (
      select id, row_number() over (order by next_scheduled_start_time, id) as position
      from (
        select id, next_scheduled_start_time from flow_run
        where state_type = 'SCHEDULED' and state_name = 'Scheduled' and next_scheduled_start_time <= ${dueBefore}
        order by next_scheduled_start_time, id
        limit ${stateIds.length}
        for update skip locked
      ) locked
    ),
    late as (
      update flow_run r set
        updated = ${now}::timestamptz,
        state_id = ids.id, state_name = 'Late', state_message = null,
        state_timestamp = greatest(${now}::timestamptz, r.state_timestamp + interval '1 millisecond')
      from due
      join unnest(${[...stateIds]}::uuid[]) with ordinality as ids(id, position) on ids.position = due.position
      where r.id = due.id
      returning r.id, r.state_id, r.state_timestamp, r.state_details
    )
    insert into flow_run_state (id, flow_run_id, type, name, timestamp, state_details)
    select state_id, id, 'SCHEDULED', 'Late', state_timestamp, state_details from late
    returning flow_run_id`.execute(db);
  return rows.map((row) => row.flow_run_id);
};
