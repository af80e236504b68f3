import type { StateType } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import type { Condition } from '../../../filters/condition.ts';
import { estimatedRunTimeAt, estimatedStartTimeDeltaAt } from '../estimates.ts';

export type IntervalState = {
  interval: number;
  stateType: StateType;
  stateName: string;
  countRuns: number;
  sumEstimatedRunTime: number;
  sumEstimatedLateness: number;
};

export type IntervalStates = {
  /** Ascending; each interval ends where the next begins. */
  starts: readonly Date[];
  end: Date;
  where: Condition;
  now: Date;
};

// Runs counted and summed by the interval of their expected start and by their state. Served by flow_run_expected_sort_index
// over the whole period, or by the index of a filter that matches little.
export const countStates = async (
  db: Db,
  { starts, end, where, now }: IntervalStates,
): Promise<IntervalState[]> => {
  const { rows } = await sql<IntervalState>`
    select
      width_bucket(flow_run.expected_start_time, ${starts.map((start) => start.toISOString())}::timestamptz[]) - 1
        as interval,
      flow_run.state_type as "stateType",
      flow_run.state_name as "stateName",
      count(*) as "countRuns",
      sum(greatest(0, ${estimatedRunTimeAt(now)}))::float8 as "sumEstimatedRunTime",
      sum(${estimatedStartTimeDeltaAt(now)})::float8 as "sumEstimatedLateness"
    from flow_run
    where flow_run.expected_start_time >= ${starts[0]}::timestamptz
      and flow_run.expected_start_time < ${end}::timestamptz
      and flow_run.state_type is not null and flow_run.state_name is not null and ${where}
    group by 1, 2, 3
    order by 1, flow_run.state_type collate "C", flow_run.state_name collate "C"`.execute(db);
  return rows;
};
