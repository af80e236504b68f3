import { isTerminal, type StateType, stateTypes } from '@carillon/core';
import { type RawBuilder, sql } from 'kysely';

// The estimates of view.ts as SQL, for sums and averages over rows that nobody reads.

const terminal: readonly StateType[] = stateTypes.filter(isTerminal);

const seconds = (from: string, to: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`extract(epoch from ${to} - flow_run.${sql.id(from)})`;

/** Seconds in RUNNING so far. */
export const estimatedRunTimeAt = (now: Date): RawBuilder<number> => sql<number>`(
  flow_run.total_run_time + case when flow_run.state_type = 'RUNNING'
    then coalesce(${seconds('state_timestamp', sql`${now}::timestamptz`)}, 0) else 0 end)`;

/** Seconds that a run started late, or is late by now; never negative. */
export const estimatedStartTimeDeltaAt = (now: Date): RawBuilder<number> =>
  sql<number>`coalesce(greatest(0, ${seconds(
    'expected_start_time',
    sql`case
    when flow_run.start_time is not null then flow_run.start_time
    when flow_run.state_type = any(${[...terminal]}::text[]) then flow_run.expected_start_time
    else ${now}::timestamptz end`,
  )}), 0)`;
