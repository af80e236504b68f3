import type { JsonObject } from '@carillon/core';
import { sql } from 'kysely';
import type { Db } from '../../../database/db.ts';

export type ScheduledRun = { id: string; deployment_id: string; work_queue_id: string | null };

/** What the runs of a schedule start with: its own parameters where there are no others. They have failed where there is a fault. */
export type RunSource = { scheduleId: string; parameters: JsonObject | null; fault: string | null };

export type PlannedRun = { id: string; stateId: string; scheduleId: string; start: Date; name: string };

// Makes a run and its first state for each planned start, from the deployment and schedule as they are now: SCHEDULED, or FAILED
// where it could not be begun. A start that has its run already is passed over, so a repeat is harmless. Gives back what it made. The unique key (schedule, nominal
// start) is the lock; deployment and schedule are found by their primary keys.
export const insertScheduledRuns = async (
  db: Db,
  { runs, sources, now }: { runs: readonly PlannedRun[]; sources: readonly RunSource[]; now: Date },
): Promise<ScheduledRun[]> => {
  const { rows } = await sql<ScheduledRun>`
    with planned as (
      select * from unnest(
        ${runs.map((run) => run.id)}::uuid[],
        ${runs.map((run) => run.stateId)}::uuid[],
        ${runs.map((run) => run.scheduleId)}::uuid[],
        ${runs.map((run) => run.start)}::timestamptz[],
        ${runs.map((run) => run.name)}::text[]
      ) as planned(id, state_id, schedule_id, start, name)
    ),
    given as (
      select * from jsonb_to_recordset(${JSON.stringify(
        sources.map(({ scheduleId, parameters, fault }) => ({ schedule_id: scheduleId, parameters, fault })),
      )}::jsonb) as given(schedule_id uuid, parameters jsonb, fault text)
    ),
    source as materialized (
      select
        s.id as schedule_id, d.id as deployment_id, d.flow_id, d.version, d.work_queue_id, d.work_queue_name,
        d.infrastructure_document_id,
        coalesce(given.parameters, d.parameters || s.parameters) as parameters, given.fault,
        case when 'auto-scheduled' = any(d.tags) then d.tags else array_prepend('auto-scheduled', d.tags) end as tags,
        d.labels || jsonb_build_object('prefect.flow.id', d.flow_id, 'prefect.deployment.id', d.id) as labels,
        d.run_policy || jsonb_build_object(
          'maxRetries', 0, 'retryDelaySeconds', 0, 'pauseKeys', '[]'::jsonb, 'resuming', false, 'retryType', null
        ) as empirical_policy,
        jsonb_build_object(
          'id', s.id, 'type', 'SCHEDULE',
          'displayValue', coalesce(s.slug, case s.schedule->>'kind'
            when 'cron' then 'CronSchedule' when 'interval' then 'IntervalSchedule' else 'RRuleSchedule' end)
        ) as created_by
      from deployment_schedule s
      join deployment d on d.id = s.deployment_id
      join given on given.schedule_id = s.id
      where s.id in (select schedule_id from planned)
    ),
    made as (
      insert into flow_run (
        id, created, updated, name, flow_id, deployment_id, deployment_version, schedule_id, nominal_start,
        work_queue_id, work_queue_name, parameters, idempotency_key, context, empirical_policy, tags, labels,
        state_id, state_type, state_name, state_timestamp, state_message, state_details, run_count,
        expected_start_time, next_scheduled_start_time, start_time, end_time, total_run_time, auto_scheduled, infrastructure_document_id,
        created_by, job_variables
      )
      select
        p.id, ${now}::timestamptz, ${now}::timestamptz, p.name, d.flow_id, d.deployment_id, d.version, d.schedule_id, p.start,
        d.work_queue_id, d.work_queue_name, d.parameters,
        'scheduled ' || d.deployment_id || ' ' || d.schedule_id || ' ' ||
          to_char(p.start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        '{}'::jsonb, d.empirical_policy, d.tags, d.labels,
        p.state_id,
        case when d.fault is null then 'SCHEDULED' else 'FAILED' end,
        case when d.fault is null then 'Scheduled' else 'Failed' end,
        ${now}::timestamptz, coalesce(d.fault, 'Flow run scheduled'),
        jsonb_strip_nulls(jsonb_build_object(
          'flowRunId', p.id,
          'scheduledTime', case when d.fault is null then to_char(p.start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end
        )), 0,
        p.start, case when d.fault is null then p.start end,
        case when d.fault is not null then ${now}::timestamptz end,
        case when d.fault is not null then ${now}::timestamptz end,
        0, true, d.infrastructure_document_id,
        d.created_by, '{}'::jsonb
      from planned p
      join source d on d.schedule_id = p.schedule_id
      on conflict do nothing
      returning id, deployment_id, work_queue_id, state_id, state_type, state_name, state_timestamp, state_message, state_details
    ),
    history as (
      insert into flow_run_state (id, flow_run_id, type, name, timestamp, message, state_details)
      select state_id, id, state_type, state_name, state_timestamp, state_message, state_details from made
    )
    select id, deployment_id, work_queue_id from made`.execute(db);
  return rows;
};
