import { type State, state } from '@carillon/core';
import type { Context } from '../../context.ts';

/** The states that a run has been in, oldest first; only those later than `after`, if given. Of an unknown run: none. */
export const readStates = async (
  { db }: Pick<Context, 'db'>,
  { id, after = null }: { id: string; after?: Date | null },
): Promise<State[]> => {
  const rows = await db
    .selectFrom('flow_run_state')
    .select(['id', 'type', 'name', 'timestamp', 'message', 'data', 'state_details as stateDetails'])
    .where('flow_run_id', '=', id)
    .$if(after !== null, (query) => query.where('timestamp', '>', after))
    .orderBy('timestamp')
    .execute();
  return rows.map((row) => state.parse(row));
};
