import type { State } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { storedDetails } from '../../flow-runs/statements/write-state.ts';

/** A state that a task run was in; `timestamp` to the microsecond. */
export type ToldState = Omit<State, 'timestamp'> & { timestamp: string; taskRunId: string };

const rowOf = ({ taskRunId, stateDetails, ...state }: ToldState) => ({
  ...state,
  task_run_id: taskRunId,
  state_details: storedDetails(stateDetails),
});

// Adds states to the histories of locked task runs, and answers the ids of those that it could: not of one that is there already,
// nor of one whose task run has another state of the same instant. Served by task_run_state_timestamp_unique and the primary key.
export const insertTaskStates = async (db: Db, states: readonly ToldState[]): Promise<Set<string>> => {
  const { rows } = await sql<{ id: string }>`
    insert into task_run_state (id, task_run_id, type, name, timestamp, message, data, state_details)
    select id, task_run_id, type, name, timestamp, message, data, state_details
    from jsonb_to_recordset(${JSON.stringify(states.map(rowOf))}::jsonb) as told(
      id uuid, task_run_id uuid, type text, name text, timestamp timestamptz, message text, data jsonb, state_details jsonb
    )
    on conflict do nothing
    returning id`.execute(db);
  return new Set(rows.map(({ id }) => id));
};
