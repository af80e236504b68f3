import type { EventFilter } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { recordedMatching, statesMatching } from '../filter.ts';
import type { Place, Position, Window } from '../position.ts';
import { within } from './within.ts';

/** `recorded`: a row of `event`; otherwise one of `flow_run_state`. */
export type PlacedChange = Place & { recorded: boolean };

export type ReadPlaces = {
  seen: Position['seen'];
  window: Window;
  after: Place | null;
  filter: EventFilter;
  limit: number;
};

// The changes of a window in an order in which they can have been committed: by transaction, but each change of one thing after
// the earlier ones of it. Served by the indexes on transactions; reads the window, which is small, or one transaction.
export const readPlaces = async (
  db: Db,
  { seen, window, after, filter, limit }: ReadPlaces,
): Promise<PlacedChange[]> => {
  const { rows } = await sql<PlacedChange>`
    with changed as (
      select false as recorded, s.id, s.flow_run_id as subject_id, s.timestamp as at, s.transaction_id
      from flow_run_state s where ${within('s', seen, window)}
      union all
      select true, e.id, e.subject_id, e.at, e.transaction_id from event e where ${within('e', seen, window)}
    ),
    placed as (
      select recorded, id, at, max(transaction_id) over (partition by subject_id order by at) as transaction
      from changed
    )
    select recorded, id, at, transaction from placed
    where (${after === null} or (transaction, at, id) > (
        ${after?.transaction ?? 0}::bigint, ${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid
      ))
      and case when recorded then ${recordedMatching(filter)} else ${statesMatching(filter)} end
    order by transaction, at, id
    limit ${limit}`.execute(db);
  return rows;
};
