import { sql } from 'kysely';
import { type EventSource, preciseText, type Sql } from '../sources/event-source.ts';

/** The columns of a row of a source as core's `resourceEvent` names them. */
export const selectedEvent = ({ id, columns }: EventSource): Sql => sql`
  ${id} as id, ${preciseText(columns.occurred)} as occurred, ${preciseText(columns.received)} as received,
  ${columns.event} as event, ${columns.resource} as resource, ${columns.related} as related,
  ${columns.payload} as payload, ${columns.follows} as follows`;
