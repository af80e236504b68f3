import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Keeps the flow of a deployment from being deleted until the transaction ends. Whoever will make runs takes this lock before
// any other, for each run asks for it; whoever deletes a flow then holds nothing that they wait for. Served by primary keys.
export const keepFlow = async (db: Db, deploymentId: string): Promise<void> => {
  await sql`
    select from flow where id = (select flow_id from deployment where id = ${deploymentId}) for key share`.execute(
    db,
  );
};
