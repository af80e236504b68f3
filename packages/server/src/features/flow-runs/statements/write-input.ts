import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { newId } from '../../../database/id.ts';

// Keeps a value for a run, in place of an earlier one under its key. Served by flow_run_input_key_unique.
export const writeInput = async (
  db: Db,
  { flowRunId, key, value, now }: { flowRunId: string; key: string; value: string; now: Date },
): Promise<void> => {
  await sql`
    insert into flow_run_input (id, created, updated, flow_run_id, key, value)
    values (${newId(now)}, ${now}, ${now}, ${flowRunId}, ${key}, ${value})
    on conflict (flow_run_id, key) do update set value = excluded.value, updated = excluded.updated`.execute(
    db,
  );
};
