import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type OutlookRow = { id: string; next_start: Date | null; late: number; live: number };

// Of each deployment: its next start, how many of its runs are Late, and how many are at work. Served by flow_run_due_index (one
// probe of what lies ahead, and what is due) and flow_run_holding_index: what is over is not read.
export const readOutlooks = async (
  db: Db,
  { deploymentIds, now }: { deploymentIds: readonly string[]; now: Date },
): Promise<Map<string, OutlookRow>> => {
  const { rows } = await sql<OutlookRow>`
    select d.id, (
      select r.next_scheduled_start_time from flow_run r
      where r.deployment_id = d.id and r.state_type = 'SCHEDULED' and r.next_scheduled_start_time > ${now}::timestamptz
      order by r.next_scheduled_start_time
      limit 1
    ) as next_start, (
      select count(*) from flow_run r
      where r.deployment_id = d.id and r.state_type = 'SCHEDULED' and r.state_name = 'Late'
        and r.next_scheduled_start_time <= ${now}::timestamptz
    ) as late, (
      select count(*) from flow_run r
      where r.deployment_id = d.id and r.state_type in ('PENDING', 'RUNNING', 'CANCELLING')
    ) as live
    from unnest(${[...deploymentIds]}::uuid[]) d(id)`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
};
