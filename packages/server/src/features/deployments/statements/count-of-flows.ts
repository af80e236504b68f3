import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// How many deployments each of these flows has, those with none included. Served by deployment_flow_name_unique.
export const countOfFlows = async (
  db: Db,
  { flowIds }: { flowIds: readonly string[] },
): Promise<Record<string, number>> => {
  const { rows } = await sql<{ id: string; count: number }>`
    select f.id, (select count(*) from deployment d where d.flow_id = f.id) as count
    from unnest(${[...flowIds]}::uuid[]) f(id)`.execute(db);
  return Object.fromEntries(rows.map(({ id, count }) => [id, count]));
};
