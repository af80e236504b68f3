import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Says of deployments that a runner has asked for their runs; one that another server just said it of is passed over.
// Does not bump `updated`, which tells of changes by people. Served by the primary key.
export const markPolled = async (
  db: Db,
  { deploymentIds, now, before }: { deploymentIds: readonly string[]; now: Date; before: Date },
): Promise<void> => {
  await sql`
    with polled as (
      select id from deployment
      where id = any(${[...deploymentIds]}::uuid[])
        and (status <> 'READY' or last_polled is null or last_polled < ${before})
      order by id
      for no key update skip locked
    )
    update deployment d set status = 'READY', last_polled = ${now}::timestamptz
    from polled where d.id = polled.id`.execute(db);
};
