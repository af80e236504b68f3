import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type LockedRow, lockedColumns } from '../orchestrated-run.ts';

// Locks one run and reads all that the rules ask about it. Served by the primary key.
export const lockRun = async (db: Db, id: string): Promise<LockedRow | undefined> => {
  const { rows } = await sql<LockedRow>`
    select ${lockedColumns} from flow_run r where r.id = ${id} for update of r`.execute(db);
  return rows[0];
};
