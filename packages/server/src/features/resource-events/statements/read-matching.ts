import type { ResourceEvent } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import type { Condition } from '../../../filters/condition.ts';
import { type EventSource, preciseText, type Sql } from '../sources/event-source.ts';
import { selectedEvent } from './selected-event.ts';

/** Where a row stands in the order of its source; as text, for cursors. */
export type Place = readonly string[];
export type PlacedEvent = ResourceEvent & { place: Place };

/** As a cursor has it; cast to the key's type, it is the key again. */
const keyText = ({ key, type }: EventSource['order'][number]): Sql =>
  type === 'timestamptz' ? preciseText(key) : sql`${key}::text`;

export type ReadMatching = { where: Condition; after: Place | null; descending: boolean; limit: number };

// The next events of a source that match, in the order of its index, which is walked until there are enough.
export const readMatching = async (
  db: Db,
  source: EventSource,
  { where, after, descending, limit }: ReadMatching,
): Promise<PlacedEvent[]> => {
  const keys = source.order.map(({ key }) => key);
  const way = sql.raw(descending ? 'desc' : 'asc');
  const beyond = sql.raw(descending ? '<' : '>');
  const rest =
    after === null
      ? sql`true`
      : sql`(${sql.join(keys)}) ${beyond} (${sql.join(
          source.order.map(({ type }, index) => sql`${after[index]}::${sql.raw(type)}`),
        )})`;
  const { rows } = await sql<PlacedEvent>`
    select ${selectedEvent(source)}, array[${sql.join(source.order.map(keyText))}] as place
    from ${source.tables}
    where ${where} and ${rest}
    order by ${sql.join(keys.map((key) => sql`${key} ${way}`))}
    limit ${limit}`.execute(db);
  return rows;
};
