import type { TaskEvent } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Keeps what was told of tasks in flow runs that are not there; once each.
export const parkTaskEvents = async (
  db: Db,
  { events, now }: { events: readonly TaskEvent[]; now: Date },
): Promise<void> => {
  const rows = events.map((event) => ({ id: event.id, flow_run_id: event.flowRunId, task_event: event }));
  await sql`
    insert into waiting_task_event (id, flow_run_id, received, task_event)
    select id, flow_run_id, ${now}::timestamptz, task_event
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as early(id uuid, flow_run_id uuid, task_event jsonb)
    on conflict do nothing`.execute(db);
};
