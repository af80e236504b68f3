/**
 * A claim by plain SQL: the earliest due runs of deployments ($1), at most so many ($2), under a lease of a holder ($3), with a
 * row of history each.
 */
export const plainClaim = `
  with due as (
    select id from flow_run
    where deployment_id = any($1::uuid[]) and state_type = 'SCHEDULED' and next_scheduled_start_time <= now()
    order by next_scheduled_start_time
    limit $2
    for update skip locked
  ),
  claimed as (
    update flow_run r set updated = now(), state_id = gen_random_uuid(), state_type = 'PENDING', state_name = 'Pending',
      state_timestamp = now(), next_scheduled_start_time = null, lease_token = nextval('flow_run_lease_token'),
      lease_expires_at = now() + interval '15 seconds', lease_holder = $3::jsonb
    from due where r.id = due.id
    returning r.*
  ),
  history as (
    insert into flow_run_state (id, flow_run_id, type, name, timestamp, state_details)
    select state_id, id, 'PENDING', 'Pending', state_timestamp, state_details from claimed
  )
  select * from claimed`;
