import type { Client } from 'pg';

const flowId = '00000000-0000-7000-8000-000000000001';

/** A flow with this many deployments. */
export const seedDeployments = async (sql: Client, count: number): Promise<void> => {
  await sql.query(
    `insert into flow (id, created, updated, name, tags, labels) values ($1, now(), now(), 'bench', '{}', '{}')
     on conflict do nothing`,
    [flowId],
  );
  await sql.query(
    `insert into deployment (id, created, updated, name, flow_id, paused, job_variables, parameters,
       enforce_parameter_schema, run_policy, tags, labels, status)
     select gen_random_uuid(), now(), now(), 'd' || i, $1, false, '{}', '{"region":"eu"}', true,
       '{"retries":null,"retryDelay":null}', '{finance}', '{}', 'READY'
     from generate_series(1, $2::int) i`,
    [flowId, count],
  );
};

/** One schedule for each deployment, to be planned from `refillIn` on: hourly, at a minute of its own. */
export const seedSchedules = async (sql: Client, refillIn: string): Promise<void> => {
  await sql.query(
    `insert into deployment_schedule (id, created, updated, deployment_id, schedule, active, parameters,
       refill_at, error_count, missed_count)
     select gen_random_uuid(), now(), now(), d.id,
       jsonb_build_object('kind', 'cron', 'cron', (row_number() over ()) % 60 || ' * * * *',
         'timezone', 'Europe/Berlin', 'dayOr', true),
       true, '{}', date_trunc('milliseconds', now() + $1::interval), 0, 0
     from deployment d`,
    [refillIn],
  );
  await sql.query('analyze');
};

/** Due runs of the deployments, so many in all. */
export const seedDueRuns = async (sql: Client, count: number): Promise<void> => {
  await sql.query(
    `with deployments as (
       select id, flow_id, row_number() over () - 1 as place, count(*) over () as total from deployment
     )
     insert into flow_run (id, created, updated, name, flow_id, deployment_id, parameters, context,
       empirical_policy, tags, labels, state_id, state_type, state_name, state_timestamp, state_details, run_count,
       expected_start_time, next_scheduled_start_time, total_run_time, auto_scheduled)
     select gen_random_uuid(), now(), now(), 'bench-run', d.flow_id, d.id, '{"region":"eu"}', '{}',
       '{"retries":null}', '{finance}', '{}', gen_random_uuid(), 'SCHEDULED', 'Scheduled', now() - interval '1 hour',
       '{}', 0, due.at, due.at, 0, true
     from generate_series(1, $1::int) i
     join deployments d on d.place = i % d.total
     cross join lateral (
       select date_trunc('milliseconds', now() - interval '1 minute' - i * interval '1 millisecond') as at
     ) due`,
    [count],
  );
  await sql.query('analyze flow_run');
};
