import { type State, state } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

/** One proposal to one task run. */
export const takenKey = (taskRunId: string, transitionId: string): string => `${taskRunId} ${transitionId}`;

// What earlier proposals with these transition ids made of these task runs, by `takenKey`. Served by
// task_run_state_timestamp_unique: the history of each, which is short.
export const readTakenTransitions = async (
  db: Db,
  { taskRunIds, transitionIds }: { taskRunIds: readonly string[]; transitionIds: readonly string[] },
): Promise<Map<string, State>> => {
  if (transitionIds.length === 0) return new Map();
  const { rows } = await sql<{ task_run_id: string; transition_id: string }>`
    select s.task_run_id, s.state_details->>'transitionId' as transition_id,
      s.id, s.type, s.name, s.timestamp, s.message, s.data, s.state_details as "stateDetails"
    from task_run_state s
    where s.task_run_id = any(${[...taskRunIds]}::uuid[])
      and s.state_details->>'transitionId' = any(${[...transitionIds]}::text[])`.execute(db);
  return new Map(
    rows.map(({ task_run_id, transition_id, ...row }) => [
      takenKey(task_run_id, transition_id),
      state.parse(row),
    ]),
  );
};
