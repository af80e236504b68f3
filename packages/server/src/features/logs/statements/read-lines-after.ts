import { type Selectable, sql } from 'kysely';
import type { Db, Tables } from '../../../database/db.ts';

export type LogRow = Selectable<Tables['log']>;

export type ReadLines = {
  flowRunId: string;
  after: Pick<LogRow, 'timestamp' | 'id'> | null;
  limit: number;
};

// The next lines of a run by their time. Served by log_flow_run_index.
export const readLinesAfter = async (db: Db, { flowRunId, after, limit }: ReadLines): Promise<LogRow[]> => {
  const rest =
    after === null ? sql`true` : sql`(timestamp, id) > (${after.timestamp}::timestamptz, ${after.id}::uuid)`;
  const { rows } = await sql<LogRow>`
    select * from log
    where flow_run_id = ${flowRunId}::uuid and ${rest}
    order by timestamp, id
    limit ${limit}`.execute(db);
  return rows;
};
