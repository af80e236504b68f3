import { type State, state } from '@carillon/core';
import type { Context } from '../../context.ts';

/** The states that a task run has been in, oldest first. Of an unknown one: none. */
export const readTaskStates = async (
  { db }: Pick<Context, 'db'>,
  { id }: { id: string },
): Promise<State[]> => {
  const rows = await db
    .selectFrom('task_run_state')
    .select(['id', 'type', 'name', 'timestamp', 'message', 'data', 'state_details as stateDetails'])
    .where('task_run_id', '=', id)
    .orderBy('timestamp')
    .execute();
  return rows.map((row) => state.parse(row));
};
