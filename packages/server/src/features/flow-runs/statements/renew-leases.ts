import type { StateType } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type Lease = { id: string; leaseToken: number };

// Moves the end of the leases whose token still holds, and tells what state their runs are in; one that is over, but that
// nobody has ended yet, lives on. Does not bump `updated`. Served by the primary key.
export const renewLeases = async (
  db: Db,
  { leases, until }: { leases: readonly Lease[]; until: Date },
): Promise<{ id: string; state_type: StateType }[]> => {
  const { rows } = await sql<{ id: string; state_type: StateType }>`
    with held as (
      select r.id
      from unnest(
        ${leases.map((lease) => lease.id)}::uuid[], ${leases.map((lease) => lease.leaseToken)}::bigint[]
      ) as given(id, token)
      join flow_run r on r.id = given.id and r.lease_token = given.token
      order by r.id
      for update of r
    )
    update flow_run r set lease_expires_at = ${until}::timestamptz
    from held where r.id = held.id
    returning r.id, r.state_type`.execute(db);
  return rows;
};
