import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import type { Window } from '../position.ts';
import { parseSnapshot, type Snapshot } from '../snapshot.ts';

const unseen = (table: 'flow_run_state' | 'event', seen: Snapshot, limit: number) => sql`
  (select transaction_id from ${sql.table(table)}
    where transaction_id = any(${[...seen.underWay]}::bigint[]) order by transaction_id limit ${limit})
  union all
  (select transaction_id from ${sql.table(table)}
    where transaction_id >= ${seen.end} order by transaction_id limit ${limit})`;

// The snapshot of this moment, and the transactions whose rows it shows and `seen` did not: all of them, or as many as have
// about `size` rows. Served by the indexes on transactions, from whose ends no more entries are read than that.
export const readWindow = async (
  db: Db,
  { seen, size }: { seen: Snapshot; size: number },
): Promise<Window & { whole: boolean; empty: boolean }> => {
  const { rows } = await sql<{ snapshot: string; count: number; first: number | null; last: number | null }>`
    select
      pg_current_snapshot()::text as snapshot,
      count(*) as count, min(transaction_id) as first, max(transaction_id) as last
    from (
      select transaction_id from (
        ${unseen('flow_run_state', seen, size + 1)}
        union all
        ${unseen('event', seen, size + 1)}
      ) both_tables
      order by transaction_id
      limit ${size + 1}
    ) next`.execute(db);
  const [{ snapshot = '', count = 0, first = null, last = null } = {}] = rows;
  const now = parseSnapshot(snapshot);
  if (count <= size || last === null) return { now, end: now.end, whole: true, empty: count === 0 };
  // One transaction alone may have more rows than that.
  return { now, end: last === first ? last + 1 : last, whole: false, empty: false };
};
