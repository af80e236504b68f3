import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { firstIdAt } from '../../../database/id.ts';
import { parseSnapshot, type Snapshot } from '../snapshot.ts';

// What was committed before: everything that this moment shows, or of it what no transaction wrote that wrote anything since an
// instant. Ids ascend with the time, so served by flow_run_state's primary key and event_at_index; reads what was written since.
export const readStart = async (db: Db, since: Date | null): Promise<Snapshot> => {
  const { rows } = await sql<{ snapshot: string; first: number | null }>`
    select pg_current_snapshot()::text as snapshot, least(
      (select min(transaction_id) from flow_run_state where id >= ${since && firstIdAt(since)}::uuid),
      (select min(transaction_id) from event where at >= ${since}::timestamptz)
    ) as first`.execute(db);
  const [{ snapshot = '', first = null } = {}] = rows;
  const now = parseSnapshot(snapshot);
  if (first === null) return now;
  return { end: first, underWay: now.underWay.filter((transaction) => transaction < first) };
};
