import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type Asked, matchingRows } from './matching-rows.ts';

// Of each resource the first event that matches, in the order that is asked for. Reads all that match.
export const readDistinctIds = async (
  db: Db,
  { limit, offset, ...asked }: Asked & { limit: number; offset: number },
): Promise<string[]> => {
  const way = sql.raw(asked.filter.order);
  const { rows } = await sql<{ id: string }>`
    select id from (
      select distinct on (resource_id) id, occurred from ${matchingRows(asked)}
      order by resource_id, occurred ${way}, id ${way}
    ) first
    order by occurred ${way}, id ${way}
    limit ${limit} offset ${offset}`.execute(db);
  return rows.map(({ id }) => id);
};
