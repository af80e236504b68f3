import { sql } from 'kysely';
import type { Db } from '../database/db.ts';

/** Whether `like` filters on names are answered through an index: the database had pg_trgm when its tables were made. */
export const hasTrigrams = async (db: Db): Promise<boolean> => {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('flow_run_name_trigram_index') is not null as there`.execute(db);
  return rows[0]?.there === true;
};
