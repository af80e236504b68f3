import { isTerminal, type StateType, stateTypes } from '@carillon/core';
import { type RawBuilder, sql } from 'kysely';

/** The times of a run, flow's or task's, that its estimates are made of. */
type Times = {
  state_type: StateType | null;
  state_timestamp: Date | null;
  start_time: Date | null;
  expected_start_time: Date | null;
  total_run_time: number;
};

const secondsBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / 1000;

/** Seconds in RUNNING so far. */
export const estimatedRunTime = (
  { state_type, state_timestamp, total_run_time }: Times,
  now: Date,
): number =>
  state_type === 'RUNNING' && state_timestamp !== null
    ? total_run_time + secondsBetween(state_timestamp, now)
    : total_run_time;

/** Seconds that the run started late, or is late by now; never negative. */
export const estimatedStartTimeDelta = (
  { state_type, start_time, expected_start_time }: Times,
  now: Date,
): number => {
  if (expected_start_time === null) return 0;
  const ended = state_type !== null && isTerminal(state_type);
  const until = start_time ?? (ended ? expected_start_time : now);
  return Math.max(0, secondsBetween(expected_start_time, until));
};

// The same as SQL, for sorts, sums and averages over rows that nobody reads.

export type RunTable = 'flow_run' | 'task_run';

const terminal: readonly StateType[] = stateTypes.filter(isTerminal);

export const estimatedRunTimeAt = (table: RunTable, now: Date): RawBuilder<number> => {
  const run = sql.raw(table);
  return sql<number>`(${run}.total_run_time + case when ${run}.state_type = 'RUNNING'
    then coalesce(extract(epoch from ${now}::timestamptz - ${run}.state_timestamp), 0) else 0 end)`;
};

export const estimatedStartTimeDeltaAt = (table: RunTable, now: Date): RawBuilder<number> => {
  const run = sql.raw(table);
  return sql<number>`coalesce(greatest(0, extract(epoch from case
    when ${run}.start_time is not null then ${run}.start_time
    when ${run}.state_type = any(${[...terminal]}::text[]) then ${run}.expected_start_time
    else ${now}::timestamptz end - ${run}.expected_start_time)), 0)`;
};
