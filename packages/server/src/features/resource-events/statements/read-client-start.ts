import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { parseSnapshot, type Snapshot } from '../../events/snapshot.ts';

// What was committed before: everything that this moment shows, or of it what no transaction wrote that wrote an event of `since`
// or later. A clock that is ahead by more than an hour does not count: it would make every start an early one. Served by
// client_event_occurred_index; the sum keeps the planner from walking the transactions instead.
export const readClientStart = async (
  db: Db,
  { since, now }: { since: Date | null; now: Date },
): Promise<Snapshot> => {
  const { rows } = await sql<{ snapshot: string; first: number | null }>`
    select pg_current_snapshot()::text as snapshot, (
      select min(transaction_id + 0) from client_event
      where occurred >= ${since}::timestamptz and occurred < ${now}::timestamptz + interval '1 hour'
    ) as first`.execute(db);
  const [{ snapshot = '', first = null } = {}] = rows;
  const shown = parseSnapshot(snapshot);
  if (first === null) return shown;
  return { end: first, underWay: shown.underWay.filter((transaction) => transaction < first) };
};
