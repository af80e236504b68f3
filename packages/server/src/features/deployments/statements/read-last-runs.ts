import type { StateType } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type LastRunRow = {
  deployment_id: string;
  id: string;
  name: string;
  state_type: StateType;
  state_name: string;
  start: Date;
  duration: number;
};

// The last runs of each deployment whose start has come, newest first. Served by flow_run_deployment_index, from its end: of each
// deployment as many entries as are wanted.
export const readLastRuns = async (
  db: Db,
  { deploymentIds, now, limit }: { deploymentIds: readonly string[]; now: Date; limit: number },
): Promise<LastRunRow[]> => {
  const { rows } = await sql<LastRunRow>`
    select
      d.id as deployment_id, r.id, r.name, r.state_type, r.state_name, r.start,
      greatest(0, r.total_run_time + case when r.state_type = 'RUNNING'
        then extract(epoch from ${now}::timestamptz - r.state_timestamp) else 0 end)::float8 as duration
    from unnest(${[...deploymentIds]}::uuid[]) d(id)
    cross join lateral (
      select flow_run.*, coalesce(start_time, expected_start_time) as start from flow_run
      where deployment_id = d.id and coalesce(start_time, expected_start_time) <= ${now}::timestamptz
        and state_id is not null
      order by coalesce(start_time, expected_start_time) desc, id desc
      limit ${limit}
    ) r`.execute(db);
  return rows;
};
