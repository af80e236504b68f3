import { type ResourceEventCreate, resourceIdLabel } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

const rowOf = ({ resource, related, ...event }: ResourceEventCreate) => ({
  ...event,
  resource,
  related,
  resource_ids: [...new Set([resource, ...related].map((one) => one[resourceIdLabel] ?? ''))],
});

// Keeps events, and answers the ids of those that were not there yet: a client that was cut off sends again what it had no word
// of. In the order of their ids, so that two servers that are sent the same do not wait for each other in a circle.
export const insertClientEvents = async (
  db: Db,
  { events, now }: { events: readonly ResourceEventCreate[]; now: Date },
): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    insert into client_event (id, occurred, received, event, resource, related, payload, follows, resource_ids)
    select id, occurred, ${now}::timestamptz, event, resource, related, payload, follows, resource_ids
    from jsonb_to_recordset(${JSON.stringify(events.map(rowOf))}::jsonb) as given(
      id uuid, occurred timestamptz, event text, resource jsonb, related jsonb, payload jsonb, follows uuid,
      resource_ids text[]
    )
    order by id
    on conflict do nothing
    returning id`.execute(db);
  return rows.map(({ id }) => id);
};
