import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Those of these states that are in a history already. Served by the primary key.
export const knownStates = async (db: Db, states: readonly { id: string }[]): Promise<Set<string>> => {
  const { rows } = await sql<{ id: string }>`
    select id from task_run_state where id = any(${states.map(({ id }) => id)}::uuid[])`.execute(db);
  return new Set(rows.map(({ id }) => id));
};
