import type { StateType } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type NextRunRow = {
  id: string;
  flowId: string;
  name: string;
  stateName: string;
  stateType: StateType;
  nextScheduledStartTime: Date;
};

// Of each flow the scheduled run that starts first. Served by flow_run_due_index: one probe for each deployment of these flows, and
// whatever is scheduled without a deployment, which is little.
export const readNextRunsOfFlows = async (
  db: Db,
  { flowIds }: { flowIds: readonly string[] },
): Promise<Map<string, NextRunRow>> => {
  const columns = sql`r.id, r.flow_id as "flowId", r.name, r.state_name as "stateName", r.state_type as "stateType",
    r.next_scheduled_start_time as "nextScheduledStartTime"`;
  const { rows } = await sql<NextRunRow>`
    select distinct on ("flowId") * from (
      select next.* from deployment d
      cross join lateral (
        select ${columns} from flow_run r
        where r.deployment_id = d.id and r.flow_id = d.flow_id and r.state_type = 'SCHEDULED'
        order by r.next_scheduled_start_time
        limit 1
      ) next
      where d.flow_id = any(${[...flowIds]}::uuid[])
      union all
      select ${columns} from flow_run r
      where r.deployment_id is null and r.state_type = 'SCHEDULED' and r.flow_id = any(${[...flowIds]}::uuid[])
    ) scheduled
    order by "flowId", "nextScheduledStartTime", id`.execute(db);
  return new Map(rows.map((row) => [row.flowId, row]));
};
