import { type State, state } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// The newest result under each of these cache keys that has not expired. Served by task_run_state_cache_index: of each key its
// newest entry, or as many as have expired since.
export const readCachedStates = async (
  db: Db,
  { keys, now }: { keys: readonly string[]; now: Date },
): Promise<Map<string, State>> => {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ key: string }>`
    select wanted.key, entry.*
    from unnest(${[...keys]}::text[]) as wanted(key)
    cross join lateral (
      select s.id, s.type, s.name, s.timestamp, s.message, s.data, s.state_details as "stateDetails"
      from task_run_state s
      where md5(s.cache_key) = md5(wanted.key) and s.cache_key = wanted.key
        and coalesce((s.state_details->>'cacheExpiration')::timestamptz, 'infinity') > ${now}::timestamptz
      order by s.timestamp desc
      limit 1
    ) entry`.execute(db);
  return new Map(rows.map(({ key, ...row }) => [key, state.parse(row)]));
};
