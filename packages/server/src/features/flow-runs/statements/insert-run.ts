import type { Actor, FlowRunPolicy, JsonObject, Labels, RunProgress, State } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';
import { storedDetails } from './write-state.ts';

export type RunRow = {
  id: string;
  name: string;
  flowId: string;
  deploymentId: string | null;
  deploymentVersion: string | null;
  flowVersion: string | null;
  workQueueId: string | null;
  workQueueName: string | null;
  parameters: JsonObject;
  context: JsonObject;
  empiricalPolicy: FlowRunPolicy;
  tags: readonly string[];
  labels: Labels;
  idempotencyKey: string | null;
  parentTaskRunId: string | null;
  infrastructureDocumentId: string | null;
  jobVariables: JsonObject | null;
};

export type InsertRun = {
  row: RunRow;
  state: State;
  progress: RunProgress;
  now: Date;
  actor: Actor | null;
};

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

// Makes a run in its first state, with the first row of its history; answers false, and makes nothing, when its flow has a
// run of this idempotency key already. The unique key (flow_id, idempotency_key) is the lock: of two that come at once the
// second waits for the first.
export const insertRun = async (
  db: Db,
  { row, state, progress, now, actor }: InsertRun,
): Promise<boolean> => {
  const details = json(storedDetails(state.stateDetails));
  const data = json(state.data);
  const { rows } = await sql`
    with made as (
      insert into flow_run (
        id, created, updated, name, flow_id, deployment_id, deployment_version, flow_version, work_queue_id,
        work_queue_name, parameters, context, empirical_policy, tags, labels, idempotency_key, parent_task_run_id,
        infrastructure_document_id, job_variables, created_by, auto_scheduled,
        state_id, state_type, state_name, state_timestamp, state_message, state_data, state_details,
        run_count, expected_start_time, next_scheduled_start_time, start_time, end_time, total_run_time
      ) values (
        ${row.id}, ${now}, ${now}, ${row.name}, ${row.flowId}, ${row.deploymentId}, ${row.deploymentVersion},
        ${row.flowVersion}, ${row.workQueueId}, ${row.workQueueName}, ${json(row.parameters)}::jsonb,
        ${json(row.context)}::jsonb, ${json(progress.policy)}::jsonb, ${[...row.tags]}::text[],
        ${json(row.labels)}::jsonb, ${row.idempotencyKey}, ${row.parentTaskRunId}, ${row.infrastructureDocumentId},
        ${json(row.jobVariables)}::jsonb, ${json(actor)}::jsonb, false,
        ${state.id}, ${state.type}, ${state.name}, ${state.timestamp}, ${state.message}, ${data}::jsonb,
        ${details}::jsonb, ${progress.runCount}, ${progress.expectedStartTime}, ${progress.nextScheduledStartTime},
        ${progress.startTime}, ${progress.endTime}, ${progress.totalRunTime}
      )
      on conflict (flow_id, idempotency_key) do nothing
      returning id
    )
    insert into flow_run_state (id, flow_run_id, type, name, timestamp, message, data, state_details, actor)
    select
      ${state.id}::uuid, made.id, ${state.type}, ${state.name}, ${state.timestamp}::timestamptz, ${state.message},
      ${data}::jsonb, ${details}::jsonb, ${json(actor)}::jsonb
    from made
    returning id`.execute(db);
  return rows.length > 0;
};
