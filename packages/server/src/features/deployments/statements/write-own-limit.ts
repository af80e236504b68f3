import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type OwnLimit = { id: string; deploymentId: string; name: string; size: number; now: Date };

// Gives a deployment a limit of its own, of this size, and links it: a new row, or the one that has its name already. The
// unique key on the name is the lock.
export const writeOwnLimit = async (
  db: Db,
  { id, deploymentId, name, size, now }: OwnLimit,
): Promise<void> => {
  await sql`
    with own as (
      insert into concurrency_limit (
        id, created, updated, name, "limit", active, slot_decay_per_second, manual_slots, owner_deployment_id
      ) values (${id}, ${now}, ${now}, ${name}, ${size}, true, 0, 0, ${deploymentId})
      on conflict (name) do update set
        updated = excluded.updated, "limit" = excluded."limit", owner_deployment_id = excluded.owner_deployment_id
      returning id
    )
    update deployment d set concurrency_limit_id = own.id from own where d.id = ${deploymentId}`.execute(db);
};
