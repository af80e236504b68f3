import type { ResourceEvent } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import type { Condition } from '../../../filters/condition.ts';
import type { Window } from '../../events/position.ts';
import type { Snapshot } from '../../events/snapshot.ts';
import { within } from '../../events/statements/within.ts';
import { clientEvents } from '../sources/client-events.ts';
import { selectedEvent } from './selected-event.ts';

// What clients told that matches, that a window shows and `seen` did not see. Served by client_event_transaction_index.
export const readClientEventsWithin = async (
  db: Db,
  { seen, window, where }: { seen: Snapshot; window: Window; where: Condition },
): Promise<ResourceEvent[]> => {
  const { rows } = await sql<ResourceEvent>`
    select ${selectedEvent(clientEvents)} from ${clientEvents.tables}
    where ${within('c', seen, window)} and ${where}
    order by c.occurred, c.id`.execute(db);
  return rows;
};
