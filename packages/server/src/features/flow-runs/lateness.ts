import type { api } from '@carillon/core';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { flowRunsMatching } from '../../filters/links.ts';
import { estimatedStartTimeDeltaAt } from './estimates.ts';

type Lateness = (typeof api)['flowRuns']['lateness'];

/** Seconds that the matching runs are late on average, those on time counted as 0; null when there are none. */
export const flowRunLateness = async (
  { db, now }: Context,
  filters: z.output<Lateness['input']>,
): Promise<z.input<Lateness['output']>> => {
  const where = await flowRunsMatching(db, filters);
  const { rows } = await sql<{ lateness: number | null }>`
    select avg(${estimatedStartTimeDeltaAt('flow_run', now)})::float8 as lateness
    from flow_run where ${where}`.execute(db);
  return rows[0]?.lateness ?? null;
};
