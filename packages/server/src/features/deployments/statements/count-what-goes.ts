import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { unbegun } from '../../scheduling/statements/unbegun.ts';

export type GoingRuns = { planned: number; due: number; live: number; paused: number; waiting: number };

// The runs of a deployment that have not ended: those that nobody has begun, which go with it, ahead and due; and those that
// stay. Served by flow_run_due_index and flow_run_holding_index: what is over is not read.
export const countWhatGoes = async (
  db: Db,
  { deploymentId, now }: { deploymentId: string; now: Date },
): Promise<GoingRuns> => {
  const { rows } = await sql<GoingRuns>`
    select * from (
      select
        count(*) filter (where ${unbegun} and next_scheduled_start_time > ${now}::timestamptz) as planned,
        count(*) filter (where ${unbegun} and next_scheduled_start_time <= ${now}::timestamptz) as due,
        count(*) filter (where not (${unbegun})) as waiting
      from flow_run
      where deployment_id = ${deploymentId} and state_type = 'SCHEDULED'
    ) scheduled
    cross join (
      select
        count(*) filter (where state_type <> 'PAUSED') as live,
        count(*) filter (where state_type = 'PAUSED') as paused
      from flow_run
      where deployment_id = ${deploymentId} and state_type in ('PENDING', 'RUNNING', 'CANCELLING', 'PAUSED')
    ) begun`.execute(db);
  return rows[0] ?? { planned: 0, due: 0, live: 0, paused: 0, waiting: 0 };
};
