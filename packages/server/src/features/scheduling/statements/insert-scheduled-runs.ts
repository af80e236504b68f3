import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type PlannedRun = { id: string; stateId: string; scheduleId: string; start: Date; name: string };

// Makes a run and its first state for each planned start, from the deployment and schedule as they are now; a start that
// has its run already is passed over, so a repeat is harmless. Gives back what it made. The unique key (schedule, nominal
// start) is the lock; deployment and schedule are found by their primary keys.
export const insertScheduledRuns = async (
  db: Db,
  { runs, now }: { runs: readonly PlannedRun[]; now: Date },
): Promise<{ id: string; deployment_id: string }[]> => {
  const { rows } = await sql<{ id: string; deployment_id: string }>`
    with planned as (
      select * from unnest(
        ${runs.map((run) => run.id)}::uuid[],
        ${runs.map((run) => run.stateId)}::uuid[],
        ${runs.map((run) => run.scheduleId)}::uuid[],
        ${runs.map((run) => run.start)}::timestamptz[],
        ${runs.map((run) => run.name)}::text[]
      ) as planned(id, state_id, schedule_id, start, name)
    ),
    source as materialized (
      select
        s.id as schedule_id, d.id as deployment_id, d.flow_id, d.version, d.work_queue_id, d.work_queue_name,
        d.infrastructure_document_id,
        d.parameters || s.parameters as parameters,
        case when 'auto-scheduled' = any(d.tags) then d.tags else array_prepend('auto-scheduled', d.tags) end as tags,
        d.labels || jsonb_build_object('prefect.flow.id', d.flow_id, 'prefect.deployment.id', d.id) as labels,
        jsonb_build_object(
          'retries', d.run_policy->'retries', 'retryDelay', d.run_policy->'retryDelay',
          'maxRetries', 0, 'retryDelaySeconds', 0, 'pauseKeys', '[]'::jsonb, 'resuming', false, 'retryType', null
        ) as empirical_policy,
        jsonb_build_object(
          'id', s.id, 'type', 'SCHEDULE',
          'displayValue', coalesce(s.slug, case s.schedule->>'kind'
            when 'cron' then 'CronSchedule' when 'interval' then 'IntervalSchedule' else 'RRuleSchedule' end)
        ) as created_by
      from deployment_schedule s
      join deployment d on d.id = s.deployment_id
      where s.id in (select schedule_id from planned)
    ),
    made as (
      insert into flow_run (
        id, created, updated, name, flow_id, deployment_id, deployment_version, schedule_id, nominal_start,
        work_queue_id, work_queue_name, parameters, idempotency_key, context, empirical_policy, tags, labels,
        state_id, state_type, state_name, state_timestamp, state_message, state_details, run_count,
        expected_start_time, next_scheduled_start_time, total_run_time, auto_scheduled, infrastructure_document_id,
        created_by, job_variables
      )
      select
        p.id, ${now}::timestamptz, ${now}::timestamptz, p.name, d.flow_id, d.deployment_id, d.version, d.schedule_id, p.start,
        d.work_queue_id, d.work_queue_name, d.parameters,
        'scheduled ' || d.deployment_id || ' ' || d.schedule_id || ' ' ||
          to_char(p.start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        '{}'::jsonb, d.empirical_policy, d.tags, d.labels,
        p.state_id, 'SCHEDULED', 'Scheduled', ${now}::timestamptz, 'Flow run scheduled',
        jsonb_build_object(
          'flowRunId', p.id,
          'scheduledTime', to_char(p.start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
        ), 0,
        p.start, p.start, 0, true, d.infrastructure_document_id,
        d.created_by, '{}'::jsonb
      from planned p
      join source d on d.schedule_id = p.schedule_id
      on conflict do nothing
      returning id, deployment_id, state_id, state_type, state_name, state_timestamp, state_message, state_details
    ),
    history as (
      insert into flow_run_state (id, flow_run_id, type, name, timestamp, message, state_details)
      select state_id, id, state_type, state_name, state_timestamp, state_message, state_details from made
    )
    select id, deployment_id from made`.execute(db);
  return rows;
};
