import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Locks task runs in the order of their ids, and tells when each came into its state, in microseconds. Served by the primary key.
export const lockTargets = async (db: Db, ids: readonly string[]): Promise<Map<string, number>> => {
  const { rows } = await sql<{ id: string; at: number | null }>`
    select t.id, (extract(epoch from t.state_timestamp) * 1000000)::bigint as at from task_run t
    where t.id = any(${[...ids]}::uuid[])
    order by t.id
    for no key update of t`.execute(db);
  return new Map(rows.map(({ id, at }) => [id, at ?? Number.NEGATIVE_INFINITY]));
};
