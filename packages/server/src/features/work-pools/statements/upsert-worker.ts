import type { JsonObject } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type Heartbeat = {
  id: string;
  poolId: string;
  name: string;
  heartbeatIntervalSeconds: number | null;
  metadata: JsonObject | null;
};

// Says that a worker is there, and makes it when it was never heard of; what a heartbeat does not say stays as it was. Does not
// bump `updated`. The unique key (work_pool_id, name) is the lock.
export const upsertWorker = async (
  db: Db,
  { heartbeat, now }: { heartbeat: Heartbeat; now: Date },
): Promise<void> => {
  const { id, poolId, name, heartbeatIntervalSeconds, metadata } = heartbeat;
  await sql`
    insert into worker (
      id, created, updated, work_pool_id, name, last_heartbeat_time, heartbeat_interval_seconds, status, metadata
    ) values (
      ${id}, ${now}, ${now}, ${poolId}, ${name}, ${now}, ${heartbeatIntervalSeconds}, 'ONLINE',
      ${metadata === null ? null : JSON.stringify(metadata)}::jsonb
    )
    on conflict (work_pool_id, name) do update set
      last_heartbeat_time = excluded.last_heartbeat_time,
      heartbeat_interval_seconds = coalesce(excluded.heartbeat_interval_seconds, worker.heartbeat_interval_seconds),
      metadata = coalesce(excluded.metadata, worker.metadata),
      status = 'ONLINE'`.execute(db);
};
