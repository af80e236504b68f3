import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { parseSnapshot, type Snapshot } from '../../events/snapshot.ts';

// What is committed at this moment. Reads no table.
export const readSnapshot = async (db: Db): Promise<Snapshot> => {
  const { rows } = await sql<{ snapshot: string }>`select pg_current_snapshot()::text as snapshot`.execute(
    db,
  );
  return parseSnapshot(rows[0]?.snapshot ?? '');
};
