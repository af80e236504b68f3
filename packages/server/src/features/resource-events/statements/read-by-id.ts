import type { ResourceEvent } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import type { EventSource } from '../sources/event-source.ts';
import { selectedEvent } from './selected-event.ts';

// The events of a source that have these ids. Served by its primary key.
export const readById = async (
  db: Db,
  source: EventSource,
  ids: readonly string[],
): Promise<ResourceEvent[]> => {
  if (ids.length === 0) return [];
  const { rows } = await sql<ResourceEvent>`
    select ${selectedEvent(source)} from ${source.tables}
    where ${source.id} = any(${[...ids]}::uuid[]) and ${source.told}`.execute(db);
  return rows;
};
