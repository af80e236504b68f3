import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { unbegun } from './unbegun.ts';

// Removes the runs of a deployment that nobody has begun, late ones too: those that a schedule made, or those made by hand as
// well. Served by flow_run_due_index.
export const deleteWaitingRuns = async (
  db: Db,
  { deploymentId, madeByHand }: { deploymentId: string; madeByHand: boolean },
): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    delete from flow_run
    where deployment_id = ${deploymentId}
      and ${unbegun} and (auto_scheduled or ${madeByHand})
    returning id`.execute(db);
  return rows.map((row) => row.id);
};
