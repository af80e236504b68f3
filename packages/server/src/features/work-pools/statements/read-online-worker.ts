import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type HeartbeatConfig, workerOnline } from '../worker-online.ts';

// The id of a worker of this pool that is there, if there is one. Served by worker_name_unique, which begins with the pool.
export const readOnlineWorker = async (
  db: Db,
  { poolId, now, config }: { poolId: string; now: Date; config: HeartbeatConfig },
): Promise<string | undefined> => {
  const { rows } = await sql<{ id: string }>`
    select id from worker where work_pool_id = ${poolId} and ${workerOnline(now, config)} limit 1`.execute(
    db,
  );
  return rows[0]?.id;
};
