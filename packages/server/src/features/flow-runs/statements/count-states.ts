import type { StateType } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import type { Condition } from '../../../filters/condition.ts';
import { estimatedRunTimeAt, estimatedStartTimeDeltaAt, type RunTable } from '../estimates.ts';

export type IntervalState = {
  interval: number;
  stateType: StateType;
  stateName: string;
  countRuns: number;
  sumEstimatedRunTime: number;
  sumEstimatedLateness: number;
};

export type IntervalStates = {
  table: RunTable;
  /** Ascending; each interval ends where the next begins. */
  starts: readonly Date[];
  end: Date;
  where: Condition;
  now: Date;
};

// Runs counted and summed by the interval of their expected start and by their state. Served by flow_run_expected_sort_index or
// task_run_expected_index over the whole period, or by the index of a filter that matches little.
export const countStates = async (
  db: Db,
  { table, starts, end, where, now }: IntervalStates,
): Promise<IntervalState[]> => {
  const run = sql.raw(table);
  const { rows } = await sql<IntervalState>`
    select
      width_bucket(${run}.expected_start_time, ${starts.map((start) => start.toISOString())}::timestamptz[]) - 1
        as interval,
      ${run}.state_type as "stateType",
      ${run}.state_name as "stateName",
      count(*) as "countRuns",
      sum(greatest(0, ${estimatedRunTimeAt(table, now)}))::float8 as "sumEstimatedRunTime",
      sum(${estimatedStartTimeDeltaAt(table, now)})::float8 as "sumEstimatedLateness"
    from ${run}
    where ${run}.expected_start_time >= ${starts[0]}::timestamptz
      and ${run}.expected_start_time < ${end}::timestamptz
      and ${run}.state_type is not null and ${run}.state_name is not null and ${where}
    group by 1, 2, 3
    order by 1, ${run}.state_type collate "C", ${run}.state_name collate "C"`.execute(db);
  return rows;
};
