import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import type { Window } from '../position.ts';
import type { Snapshot } from '../snapshot.ts';
import { within } from './within.ts';

// The greatest transaction beyond a window's end that changed a thing of the window before the window did: it took its number
// later, but the thing earlier. Null when there is none. Served by the indexes on transactions, flow_run_state_timestamp_unique
// and event_subject_unique.
export const findEarlierChanges = async (
  db: Db,
  { seen, window }: { seen: Snapshot; window: Window },
): Promise<number | null> => {
  const { rows } = await sql<{ last: number | null }>`
    select greatest((
      select max(earlier.transaction_id) from flow_run_state later
      join flow_run_state earlier
        on earlier.flow_run_id = later.flow_run_id and earlier.timestamp < later.timestamp
      where ${within('later', seen, window)} and earlier.transaction_id >= ${window.end}
    ), (
      select max(earlier.transaction_id) from event later
      join event earlier on earlier.subject_id = later.subject_id and earlier.at < later.at
      where ${within('later', seen, window)} and earlier.transaction_id >= ${window.end}
    )) as last`.execute(db);
  return rows[0]?.last ?? null;
};
