import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

// Lets no lease end before `until`; a run that somebody holds (it may be just renewed) is passed over, so it waits for nobody.
// Served by flow_run_lease_index: runs without a lease are not in it.
export const spareLeases = async (db: Db, { until }: { until: Date }): Promise<number> => {
  const { numAffectedRows } = await sql`
    with spared as (
      select r.id from flow_run r
      where r.lease_token is not null and r.lease_expires_at < ${until}
      order by r.lease_expires_at
      for update of r skip locked
    )
    update flow_run r set lease_expires_at = ${until}::timestamptz
    from spared where r.id = spared.id`.execute(db);
  return Number(numAffectedRows ?? 0);
};
