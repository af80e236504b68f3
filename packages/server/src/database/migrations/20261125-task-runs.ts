import { Migration } from '@mikro-orm/migrations';

/**
 * A subflow's parent has a task run that stands in for it, and every state written to the subflow is written to the stand-in, in
 * the same statement and with the same effects on its times as core's `enterTimes`. A trigger, since flow runs get states from
 * many statements and none may forget it; a run without a parent costs one comparison.
 */
const standInFunction = `
create function flow_run_stand_in() returns trigger language plpgsql as $$
declare
  entered record;
begin
  for entered in
    select h.* from flow_run_state h
    where h.flow_run_id = new.id and h.timestamp > coalesce(old.state_timestamp, '-infinity')
    order by h.timestamp
  loop
    with mirrored as (
      update task_run t set
        updated = entered.timestamp,
        state_id = gen_random_uuid(), state_type = entered.type, state_name = entered.name,
        state_timestamp = greatest(entered.timestamp, t.state_timestamp + interval '1 millisecond'),
        state_message = entered.message, state_data = entered.data,
        state_details = entered.state_details || jsonb_strip_nulls(jsonb_build_object(
          'flowRunId', t.flow_run_id, 'taskRunId', t.id, 'childFlowRunId', new.id
        )),
        run_count = t.run_count + (entered.type = 'RUNNING')::int,
        expected_start_time = coalesce(
          t.expected_start_time, (entered.state_details->>'scheduledTime')::timestamptz, entered.timestamp
        ),
        next_scheduled_start_time = case when entered.type = 'SCHEDULED' then coalesce(
          (entered.state_details->>'scheduledTime')::timestamptz, entered.timestamp
        ) end,
        start_time = coalesce(t.start_time, case when entered.type = 'RUNNING' or ends then entered.timestamp end),
        end_time = case when ends then coalesce(t.end_time, entered.timestamp) end,
        total_run_time = t.total_run_time + case when t.state_type = 'RUNNING'
          then greatest(0, extract(epoch from entered.timestamp - t.state_timestamp)) else 0 end,
        held_limits = case when entered.type in ('RUNNING', 'CANCELLING') then t.held_limits else '{}' end
      from (select entered.type in ('COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED') as ends) ending
      where t.id = new.parent_task_run_id
      returning t.*
    )
    insert into task_run_state (id, task_run_id, type, name, timestamp, message, data, state_details)
    select state_id, id, state_type, state_name, state_timestamp, state_message, state_data, state_details from mirrored;
  end loop;
  return null;
end $$`;

const standInTrigger =
  'create trigger "flow_run_stand_in" after insert or update of "state_id" on "flow_run" for each row when (new.parent_task_run_id is not null) execute function flow_run_stand_in()';

const statements = [
  `update "deployment" set "run_policy" = '{"retryBackoff": 1, "retryDelayMax": null, "retryJitter": 0, "queueTimeout": null}' || "run_policy"`,
  // Only the state's own key counts for the cache.
  `drop index "task_run_cache_index"`,
  `alter table "task_run_state" add column "cache_key" text null`,
  `create index "task_run_state_cache_index" on "task_run_state" (md5("cache_key"), "timestamp") where cache_key is not null`,
  `create unique index "task_run_lone_key_unique" on "task_run" ("task_key", "dynamic_key") where flow_run_id is null`,
  `create index "task_run_open_index" on "task_run" ("flow_run_id") where state_type not in ('COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED')`,
  `alter table "flow_run" add column "ends_children" boolean not null default false`,
  `create index "flow_run_ends_children_index" on "flow_run" ("id") where ends_children`,
  `alter table "flow_run" drop constraint "flow_run_lease_state_check"`,
  `alter table "flow_run" add constraint "flow_run_lease_state_check" check (lease_token is null or state_type in ('PENDING', 'RUNNING', 'CANCELLING', 'PAUSED'))`,
  `create index "flow_run_cancelling_index" on "flow_run" ("state_timestamp") where state_type = 'CANCELLING'`,
  `create index "flow_run_pause_timeout_index" on "flow_run" ((state_details->>'pauseTimeout') collate "C") where state_type = 'PAUSED'`,
  `create index "flow_run_queue_timeout_index" on "flow_run" ("next_scheduled_start_time") where state_type = 'SCHEDULED' and empirical_policy->>'queueTimeout' is not null`,
  `alter table "log" add column "transaction_id" bigint not null default 0`,
  `alter table "log" alter column "transaction_id" set default ((pg_current_xact_id())::text)::bigint`,
  `create index "log_flow_run_transaction_index" on "log" ("flow_run_id", "transaction_id", "id")`,
  standInFunction,
  standInTrigger,
];

/** Policies made whole; task runs in order; what pauses, cancellations and waits for a runner are found by; logs in the order in which they came. */
export class Migration20261125TaskRuns extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}
