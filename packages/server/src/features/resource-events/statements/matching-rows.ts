import type { ResourceEventFilter } from '@carillon/core';
import { sql } from 'kysely';
import { conditionOf } from '../filter.ts';
import type { Sql } from '../sources/event-source.ts';
import { sources } from '../sources/index.ts';
import type { Span } from '../span.ts';

export type Asked = { filter: ResourceEventFilter; span: Span };

/** What is told of all events that match, in a table: when, its name, and the resource. */
export const matchingRows = ({ filter, span }: Asked): Sql =>
  sql`(${sql.join(
    sources.map(
      (source) => sql`
        select ${source.id} as id, ${source.columns.occurred} as occurred, ${source.columns.event} as event,
          ${source.columns.resource_id} as resource_id, ${source.columns.resource} as resource
        from ${source.tables} where ${conditionOf(source, filter, span)}`,
    ),
    sql` union all `,
  )}) matching`;
