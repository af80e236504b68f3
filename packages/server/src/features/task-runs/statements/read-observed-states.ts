import type { StateType } from '@carillon/core';
import { type SqlBool, sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type ObservedState = { stateType: StateType; stateName: string; firstSeen: Date; lastSeen: Date };

// The states that flow runs and task runs have been in, as far as history is kept, with the times of the first and the last. Reads
// both histories whole, without their data: nobody asks but a page on which states are chosen.
export const readObservedStates = async (
  db: Db,
  { prefix, latestFirst, limit }: { prefix: string; latestFirst: boolean; limit: number },
): Promise<ObservedState[]> => {
  const begins = (text: string) => sql<SqlBool>`starts_with(lower(${sql.ref(text)}), lower(${prefix}))`;
  const { rows } = await sql<ObservedState>`
    select type as "stateType", name as "stateName", min(first) as "firstSeen", max(last) as "lastSeen"
    from (
      select type, name, min(timestamp) as first, max(timestamp) as last from flow_run_state group by type, name
      union all
      select type, name, min(timestamp), max(timestamp) from task_run_state group by type, name
    ) history
    where ${begins('type')} or ${begins('name')}
    group by type, name
    order by ${latestFirst ? sql`max(last) desc,` : sql``} type collate "C", name collate "C"
    limit ${limit}`.execute(db);
  return rows;
};
