import { type Selectable, sql } from 'kysely';
import type { Db, Tables } from '../../../database/db.ts';
import type { Condition } from '../../../filters/condition.ts';
import type { Snapshot } from '../../events/snapshot.ts';
import type { LinePlace } from '../log-position.ts';

export type ReadNewLines = {
  flowRunId: string;
  where: Condition;
  seen: Snapshot;
  now: Snapshot;
  after: LinePlace | null;
  limit: number;
};

const nil = '00000000-0000-0000-0000-000000000000';

// The lines of a run that `now` sees and `seen` did not, in the order of their transactions. Served by
// log_flow_run_transaction_index: a range from the place on, and a few transactions that were under way.
export const readNewLines = async (
  db: Db,
  { flowRunId, where, seen, now, after, limit }: ReadNewLines,
): Promise<Selectable<Tables['log']>[]> => {
  const committed = seen.underWay.filter((id) => id < now.end && !now.underWay.includes(id));
  const { transaction, id } = after ?? { transaction: 0, id: nil };
  const page = (lines: Condition) => sql`
    select * from log
    where flow_run_id = ${flowRunId}::uuid and ${lines} and ${where}
      and (transaction_id, id) > (${transaction}::bigint, ${id}::uuid)
    order by transaction_id, id
    limit ${limit}`;
  const { rows } = await sql<Selectable<Tables['log']>>`
    select * from (
      (${page(sql`transaction_id = any(${committed}::bigint[])`)})
      union all
      (${page(sql`
        transaction_id >= ${seen.end}::bigint and transaction_id < ${now.end}::bigint
          and transaction_id <> all(${[...now.underWay]}::bigint[])`)})
    ) lines
    order by transaction_id, id
    limit ${limit}`.execute(db);
  return rows;
};
