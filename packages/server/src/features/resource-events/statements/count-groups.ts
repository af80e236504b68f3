import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { preciseText } from '../sources/event-source.ts';
import { type Asked, matchingRows } from './matching-rows.ts';

export type EventGroup = { value: string; label: string; count: number; startTime: string; endTime: string };

const groupsMax = 5000;

const labels = {
  event: sql`event`,
  resource: sql`coalesce(resource->>'prefect.resource.name', resource->>'prefect.name', resource_id)`,
};

// How many events that match have each name, or each resource, which goes by its latest name. Reads what the span and the ids that
// are asked for leave.
export const countGroups = async (
  db: Db,
  { by, ...asked }: Asked & { by: 'event' | 'resource' },
): Promise<EventGroup[]> => {
  const { rows } = await sql<EventGroup>`
    select ${sql.id(by === 'event' ? 'event' : 'resource_id')} as value,
      (array_agg(${labels[by]} order by occurred desc))[1] as label, count(*) as count,
      ${preciseText(sql`min(occurred)`)} as "startTime", ${preciseText(sql`max(occurred)`)} as "endTime"
    from ${matchingRows(asked)}
    group by 1
    order by count desc, label
    limit ${groupsMax}`.execute(db);
  return rows;
};
