import type { api, StateType } from '@carillon/core';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { flowRunsMatching } from '../../filters/links.ts';
import { flowRunOrders } from '../../filters/order.ts';
import { readIds } from '../../filters/read-ids.ts';
import { estimatedRunTime, estimatedStartTimeDelta } from './estimates.ts';

type Query = Omit<z.output<(typeof api)['flowRuns']['list']['input']>, 'cursor'>;

/** What of a run is drawn as one mark among a thousand. */
export type RunMark = {
  id: string;
  stateType: StateType;
  /** When it started, or shall. */
  timestamp: Date;
  /** Seconds in RUNNING so far. */
  duration: number;
  /** Seconds that it started late, or is late by now. */
  lateness: number;
};

/** The marks of the matching runs that have a state and a time. */
export const runMarks = async (
  { db, now }: Context,
  { sort, limit, offset, ...filters }: Query,
): Promise<RunMark[]> => {
  const where = await flowRunsMatching(db, filters);
  const ids = await readIds(db, { table: 'flow_run', where, order: flowRunOrders[sort], limit, offset });
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('flow_run')
    .select(['id', 'state_type', 'state_timestamp', 'start_time', 'expected_start_time', 'total_run_time'])
    .where('id', 'in', ids)
    .execute();
  const marks = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = marks.get(id);
    const timestamp = row?.start_time ?? row?.expected_start_time ?? null;
    if (row === undefined || row.state_type === null || timestamp === null) return [];
    const duration = estimatedRunTime(row, now);
    return {
      id,
      stateType: row.state_type,
      timestamp,
      duration,
      lateness: estimatedStartTimeDelta(row, now),
    };
  });
};
