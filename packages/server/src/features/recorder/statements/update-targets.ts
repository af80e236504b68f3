import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { storedDetails } from '../../flow-runs/statements/write-state.ts';
import { type ToldMembers, toldColumns } from '../told-members.ts';
import type { ToldState } from './insert-task-states.ts';

/** What a task run has become: its latest state, and what was told of it besides. */
export type TargetUpdate = { flowRunId: string | null; state: ToldState; members: ToldMembers };

const rowOf = ({ flowRunId, state, members }: TargetUpdate) => ({
  id: state.taskRunId,
  flow_run_id: flowRunId,
  state_id: state.id,
  state_type: state.type,
  state_name: state.name,
  state_timestamp: state.timestamp,
  state_message: state.message,
  state_data: state.data,
  state_details: storedDetails(state.stateDetails),
  members,
});

// Writes into locked task runs what they have become; what nothing was told of stays. Slots of tag limits that a task run holds by
// the server's own rules are free once it does not run. Served by the primary key.
export const updateTargets = async (
  db: Db,
  { updates, now }: { updates: readonly TargetUpdate[]; now: Date },
): Promise<void> => {
  await sql`
    update task_run t set
      (${sql.join(toldColumns.map((name) => sql.id(name)))}) =
        (select ${sql.join(toldColumns.map((name) => sql.id('merged', name)))} from jsonb_populate_record(t, u.members) merged),
      updated = ${now}::timestamptz, flow_run_id = u.flow_run_id,
      state_id = u.state_id, state_type = u.state_type, state_name = u.state_name,
      state_timestamp = u.state_timestamp, state_message = u.state_message, state_data = u.state_data,
      state_details = u.state_details,
      held_limits = case when u.state_type in ('RUNNING', 'CANCELLING') then t.held_limits else '{}' end
    from jsonb_to_recordset(${JSON.stringify(updates.map(rowOf))}::jsonb) as u(
      id uuid, flow_run_id uuid, state_id uuid, state_type text, state_name text, state_timestamp timestamptz,
      state_message text, state_data jsonb, state_details jsonb, members jsonb
    )
    where t.id = u.id`.execute(db);
};
