import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type Asked, matchingRows } from './matching-rows.ts';

// How many events that match fall into each step of time, counted from an origin; empty ones are left out. Reads what the span and
// the ids that are asked for leave.
export const countSteps = async (
  db: Db,
  { origin, seconds, ...asked }: Asked & { origin: Date; seconds: number },
): Promise<Map<number, number>> => {
  const { rows } = await sql<{ step: number; count: number }>`
    select floor(extract(epoch from occurred - ${origin}::timestamptz)::float8 / ${seconds}::float8)::bigint as step, count(*) as count
    from ${matchingRows(asked)}
    group by 1`.execute(db);
  return new Map(rows.map(({ step, count }) => [step, count]));
};
