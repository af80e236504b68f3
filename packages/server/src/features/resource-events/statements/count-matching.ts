import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type Asked, matchingRows } from './matching-rows.ts';

// How many events match, or how many resources have one that does. Reads what the span and the ids that are asked for leave.
export const countMatching = async (db: Db, asked: Asked): Promise<number> => {
  const counted = asked.filter.resource?.distinct === true ? sql`distinct resource_id` : sql`*`;
  const { rows } = await sql<{
    count: number;
  }>`select count(${counted}) as count from ${matchingRows(asked)}`.execute(db);
  return rows[0]?.count ?? 0;
};
