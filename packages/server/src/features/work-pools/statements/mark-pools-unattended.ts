import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { type HeartbeatConfig, workerOnline } from '../worker-online.ts';

type Unattended = { id: string; name: string; status: 'NOT_READY' };

// Says of READY pools that they have no worker any more; one that somebody holds is passed over. Does not bump `updated`. Reads the
// pools, which are few, and of each its workers by worker_name_unique, which begins with the pool.
export const markPoolsUnattended = async (
  db: Db,
  { now, config, limit }: { now: Date; config: HeartbeatConfig; limit: number },
): Promise<Unattended[]> => {
  const { rows } = await sql<Unattended>`
    with unattended as (
      select p.id from work_pool p
      where p.status = 'READY'
        and not exists (select from worker where worker.work_pool_id = p.id and ${workerOnline(now, config)})
      limit ${limit}
      for no key update of p skip locked
    )
    update work_pool p set status = 'NOT_READY' from unattended where p.id = unattended.id
    returning p.id, p.name, p.status`.execute(db);
  return rows;
};
