import type { Selectable } from 'kysely';
import type { Db, Tables } from '../../../database/db.ts';

// Events as they were recorded. Served by the primary key.
export const readRecordedEvents = async (
  db: Db,
  ids: readonly string[],
): Promise<Selectable<Tables['event']>[]> =>
  ids.length === 0
    ? []
    : db
        .selectFrom('event')
        .selectAll()
        .where('id', 'in', [...ids])
        .execute();
