import { type TaskEvent, taskEvent } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Takes what waits for flow runs that are there by now; what another server takes is passed over. Served by
// waiting_task_event_flow_run_index: one probe for each flow run that is waited for, and one of its primary key.
export const takeWaitingEvents = async (db: Db, { limit }: { limit: number }): Promise<TaskEvent[]> => {
  const { rows } = await sql<{ task_event: unknown }>`
    with recursive awaited as (
      (select flow_run_id from waiting_task_event order by flow_run_id limit 1)
      union all
      select (
        select next.flow_run_id from waiting_task_event next
        where next.flow_run_id > awaited.flow_run_id order by next.flow_run_id limit 1
      ) from awaited where awaited.flow_run_id is not null
    )
    delete from waiting_task_event where id = any(array(
      select waiting.id from waiting_task_event waiting
      where waiting.flow_run_id in (select r.id from awaited join flow_run r on r.id = awaited.flow_run_id)
      order by waiting.flow_run_id, waiting.id
      limit ${limit}
      for update skip locked
    ))
    returning task_event`.execute(db);
  return rows.map(({ task_event }) => taskEvent.parse(task_event));
};
