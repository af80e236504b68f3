import { type Selectable, sql } from 'kysely';
import type { Db, Tables } from '../../../database/db.ts';
import { firstIdAt } from '../../../database/id.ts';
import type { Condition } from '../../../filters/condition.ts';
import type { Snapshot } from '../../events/snapshot.ts';
import { within } from '../../events/statements/within.ts';

export type ReadLinesSince = {
  where: Condition;
  seen: Snapshot;
  now: Snapshot;
  /** No line that is asked for has an older id. */
  since: Date;
  after: string | null;
  limit: number;
};

// The lines that match, that `now` sees and `seen` did not, in the order of their ids. Served by the primary key, for ids ascend
// with the time; reads what was written since.
export const readLinesSince = async (
  db: Db,
  { where, seen, now, since, after, limit }: ReadLinesSince,
): Promise<Selectable<Tables['log']>[]> => {
  const { rows } = await sql<Selectable<Tables['log']>>`
    select * from log
    where id > ${after ?? firstIdAt(since)}::uuid and ${within('log', seen, { now, end: now.end })} and ${where}
    order by id
    limit ${limit}`.execute(db);
  return rows;
};
