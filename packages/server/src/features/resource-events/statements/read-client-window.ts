import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import type { Window } from '../../events/position.ts';
import { parseSnapshot, type Snapshot } from '../../events/snapshot.ts';

// The snapshot of this moment, and the transactions whose events it shows and `seen` did not: all of them, or as many as have about
// `size` events, the last one whole. Served by client_event_transaction_index, from whose end no more entries are read than that.
export const readClientWindow = async (
  db: Db,
  { seen, size }: { seen: Snapshot; size: number },
): Promise<Window & { whole: boolean; empty: boolean }> => {
  const { rows } = await sql<{ snapshot: string; count: number; last: number | null }>`
    select pg_current_snapshot()::text as snapshot, count(*) as count, max(transaction_id) as last from (
      select transaction_id from (
        (select transaction_id from client_event
          where transaction_id = any(${[...seen.underWay]}::bigint[]) order by transaction_id limit ${size})
        union all
        (select transaction_id from client_event
          where transaction_id >= ${seen.end} order by transaction_id limit ${size})
      ) unseen
      order by transaction_id
      limit ${size}
    ) next`.execute(db);
  const [{ snapshot = '', count = 0, last = null } = {}] = rows;
  const now = parseSnapshot(snapshot);
  const whole = count < size || last === null;
  return { now, end: whole ? now.end : last + 1, whole, empty: count === 0 };
};
