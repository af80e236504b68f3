import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type HeartbeatConfig, workerOnline } from '../worker-online.ts';

// Says of workers that have missed their heartbeats that they are OFFLINE, and how many they were; one that another server is
// looking at, or whose heartbeat is just coming in, is passed over. Does not bump `updated`. Served by worker_heartbeat_index: the
// workers that are ONLINE are read, the longest unheard first.
export const markWorkersOffline = async (
  db: Db,
  { now, config, limit }: { now: Date; config: HeartbeatConfig; limit: number },
): Promise<number> => {
  const { rows } = await sql`
    with silent as (
      select id from worker
      where status = 'ONLINE' and not ${workerOnline(now, config)}
      order by last_heartbeat_time
      limit ${limit}
      for no key update skip locked
    )
    update worker w set status = 'OFFLINE' from silent where w.id = silent.id
    returning w.id`.execute(db);
  return rows.length;
};
