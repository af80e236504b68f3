import { DomainError, type State, type StateId, state } from '@carillon/core';
import type { Context } from '../../context.ts';

/** One state of a flow run's history, or of a task run's. Throws STATE_NOT_FOUND. */
export const readState = async (
  { db }: Context,
  { table, id }: { table: 'flow_run_state' | 'task_run_state'; id: StateId },
): Promise<State> => {
  const row = await db
    .selectFrom(table)
    .select(['id', 'type', 'name', 'timestamp', 'message', 'data', 'state_details as stateDetails'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new DomainError('STATE_NOT_FOUND', { id });
  return state.parse(row);
};
