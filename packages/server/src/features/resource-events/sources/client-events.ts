import { type SqlBool, sql } from 'kysely';
import { always } from '../../../filters/condition.ts';
import type { EventSource } from './event-source.ts';

/** What clients told, as they told it. */
export const clientEvents: EventSource = {
  tables: sql`client_event c`,
  id: sql`c.id`,
  told: always,
  columns: {
    occurred: sql`c.occurred`,
    received: sql`c.received`,
    event: sql`c.event`,
    resource_id: sql`(c.resource->>'prefect.resource.id')`,
    resource: sql`c.resource`,
    related: sql`c.related`,
    payload: sql`c.payload`,
    follows: sql`c.follows`,
  },
  prefixes: null,
  order: [
    { key: sql`c.occurred`, type: 'timestamptz' },
    { key: sql`c.id`, type: 'uuid' },
  ],
  within: (since, until) =>
    sql`(c.occurred >= ${since}::timestamptz and c.occurred <= ${until}::timestamptz)`,
  narrowed: (ids) => sql<SqlBool>`c.resource_ids && ${[...ids]}::text[]`,
};
