import { sql } from 'kysely';
import type { Condition } from '../../../filters/condition.ts';
import type { Window } from '../position.ts';
import type { Snapshot } from '../snapshot.ts';

/** Of rows of `table`: what a window shows that `seen` did not see. Two ranges of the index on transactions. */
export const within = (table: string, seen: Snapshot, { now, end }: Window): Condition => {
  const transaction = sql.id(table, 'transaction_id');
  const committed = seen.underWay.filter((id) => id < end && id < now.end && !now.underWay.includes(id));
  return sql`(
    ${transaction} >= ${seen.end} and ${transaction} < ${Math.min(end, now.end)}
      and ${transaction} <> all(${[...now.underWay]}::bigint[])
    or ${transaction} = any(${committed}::bigint[])
  )`;
};
