import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// When the next run of a deployment is to start; null when none is planned. Served by flow_run_due_index.
export const readNextStart = async (
  db: Db,
  { deploymentId, now }: { deploymentId: string; now: Date },
): Promise<Date | null> => {
  const { rows } = await sql<{ start: Date | null }>`
    select min(next_scheduled_start_time) as start from flow_run
    where deployment_id = ${deploymentId} and state_type = 'SCHEDULED' and next_scheduled_start_time >= ${now}`.execute(
    db,
  );
  return rows[0]?.start ?? null;
};
