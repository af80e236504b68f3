import { Migration } from '@mikro-orm/migrations';

const tables = [
  `create table "concurrency_limit" ("id" uuid not null, "created" timestamptz(3) not null, "updated" timestamptz(3) not null, "name" text not null, "limit" int not null, "active" boolean not null, "slot_decay_per_second" double precision not null, "manual_slots" double precision not null, "manual_slots_at" timestamptz(3) null, "owner_deployment_id" uuid null, primary key ("id"))`,
  `alter table "concurrency_limit" add constraint "concurrency_limit_name_unique" unique ("name")`,
  `alter table "concurrency_limit" add constraint "concurrency_limit_limit_check" check ("limit" >= 0)`,
  `create table "concurrency_lease" ("id" uuid not null, "created" timestamptz(3) not null, "updated" timestamptz(3) not null, "limit_id" uuid not null, "lease_id" uuid not null, "slots" int not null, "holder" jsonb null, "expires_at" timestamptz(3) not null, primary key ("id"))`,
  `create index "concurrency_lease_limit_index" on "concurrency_lease" ("limit_id", "expires_at")`,
  `create index "concurrency_lease_lease_index" on "concurrency_lease" ("lease_id")`,
  `create table "flow" ("id" uuid not null, "created" timestamptz(3) not null, "updated" timestamptz(3) not null, "name" text not null, "tags" text[] not null, "labels" jsonb not null, primary key ("id"))`,
  `create index "flow_tags_index" on "flow" using gin ("tags")`,
  `create index "flow_created_index" on "flow" ("created", "id")`,
  `create index "flow_updated_index" on "flow" ("updated", "id")`,
  `alter table "flow" add constraint "flow_name_unique" unique ("name")`,
  `create table "log" ("id" uuid not null, "created" timestamptz(3) not null, "name" text not null, "level" smallint not null, "message" text not null, "timestamp" timestamptz(3) not null, "flow_run_id" uuid null, "task_run_id" uuid null, "worker_id" uuid null, primary key ("id"))`,
  `create index "log_flow_run_index" on "log" ("flow_run_id", "timestamp", "id")`,
  `create index "log_timestamp_index" on "log" ("timestamp", "id")`,
  `create index "log_task_run_index" on "log" ("task_run_id", "timestamp", "id") where task_run_id is not null`,
  `create table "variable" ("id" uuid not null, "created" timestamptz(3) not null, "updated" timestamptz(3) not null, "name" text not null, "value" jsonb not null, "tags" text[] not null, primary key ("id"))`,
  `alter table "variable" add constraint "variable_name_unique" unique ("name")`,
  `create table "work_pool" ("id" uuid not null, "created" timestamptz(3) not null, "updated" timestamptz(3) not null, "paused_at" timestamptz(3) null, "paused_by" jsonb null, "pause_reason" text null, "name" text not null, "description" text null, "type" text not null, "base_job_template" jsonb not null, "is_paused" boolean not null, "concurrency_limit" int null, "storage_configuration" jsonb not null, "status" text null, "default_queue_id" uuid null, "last_polled" timestamptz(3) null, primary key ("id"))`,
  `alter table "work_pool" add constraint "work_pool_name_unique" unique ("name")`,
  `create table "worker" ("id" uuid not null, "created" timestamptz(3) not null, "updated" timestamptz(3) not null, "work_pool_id" uuid not null, "name" text not null, "last_heartbeat_time" timestamptz(3) null, "heartbeat_interval_seconds" int null, "status" text not null, "metadata" jsonb null, primary key ("id"))`,
  `create index "worker_heartbeat_index" on "worker" ("status", "last_heartbeat_time")`,
  `alter table "worker" add constraint "worker_name_unique" unique ("work_pool_id", "name")`,
  `create table "work_queue" ("id" uuid not null, "created" timestamptz(3) not null, "updated" timestamptz(3) not null, "paused_at" timestamptz(3) null, "paused_by" jsonb null, "pause_reason" text null, "work_pool_id" uuid not null, "name" text not null, "description" text null, "is_paused" boolean not null, "concurrency_limit" int null, "priority" int not null, "filter" jsonb null, "last_polled" timestamptz(3) null, "status" text not null, primary key ("id"))`,
  `create index "work_queue_priority_index" on "work_queue" ("work_pool_id", "priority")`,
  `alter table "work_queue" add constraint "work_queue_name_unique" unique ("work_pool_id", "name")`,
  `create table "flow_run" ("id" uuid not null, "created" timestamptz(3) not null, "updated" timestamptz(3) not null, "name" text not null, "flow_id" uuid not null, "deployment_id" uuid null, "deployment_version" text null, "schedule_id" uuid null, "nominal_start" timestamptz(3) null, "work_queue_id" uuid null, "work_queue_name" text null, "flow_version" text null, "parameters" jsonb not null, "idempotency_key" text null, "context" jsonb not null, "empirical_policy" jsonb not null, "tags" text[] not null, "labels" jsonb not null, "parent_task_run_id" uuid null, "state_id" uuid null, "state_type" text null, "state_name" text null, "state_timestamp" timestamptz(3) null, "state_message" text null, "state_data" jsonb null, "state_details" jsonb null, "run_count" int not null, "expected_start_time" timestamptz(3) null, "next_scheduled_start_time" timestamptz(3) null, "start_time" timestamptz(3) null, "end_time" timestamptz(3) null, "total_run_time" double precision not null, "auto_scheduled" boolean not null, "infrastructure_document_id" uuid null, "infrastructure_pid" text null, "created_by" jsonb null, "job_variables" jsonb null, "lease_token" bigint null, "lease_expires_at" timestamptz(3) null, "lease_holder" jsonb null, primary key ("id"))`,
  `create index "flow_run_due_index" on "flow_run" ("deployment_id", "next_scheduled_start_time") where state_type = 'SCHEDULED'`,
  `create index "flow_run_due_queue_index" on "flow_run" ("work_queue_id", "next_scheduled_start_time") where state_type = 'SCHEDULED'`,
  `create index "flow_run_not_yet_late_index" on "flow_run" ("next_scheduled_start_time") where state_type = 'SCHEDULED' and state_name = 'Scheduled'`,
  `create index "flow_run_lease_index" on "flow_run" ("lease_expires_at") where lease_token is not null`,
  `create index "flow_run_schedule_future_index" on "flow_run" ("schedule_id", "next_scheduled_start_time") where state_type = 'SCHEDULED'`,
  `create index "flow_run_start_sort_index" on "flow_run" ((coalesce("start_time", "expected_start_time")), "id")`,
  `create index "flow_run_expected_sort_index" on "flow_run" ("expected_start_time", "id")`,
  `create index "flow_run_name_sort_index" on "flow_run" ("name" collate "C", "id")`,
  `create index "flow_run_next_sort_index" on "flow_run" ("next_scheduled_start_time", "id")`,
  `create index "flow_run_end_sort_index" on "flow_run" ("end_time", "id")`,
  `create index "flow_run_deployment_index" on "flow_run" ("deployment_id", (coalesce("start_time", "expected_start_time")), "id")`,
  `create index "flow_run_flow_index" on "flow_run" ("flow_id", (coalesce("start_time", "expected_start_time")), "id")`,
  `create index "flow_run_state_index" on "flow_run" ("state_type", "state_name", "id")`,
  `create index "flow_run_tags_index" on "flow_run" using gin ("tags")`,
  `create index "flow_run_queue_index" on "flow_run" ("work_queue_id", "id") where work_queue_id is not null`,
  `create index "flow_run_queue_name_index" on "flow_run" ("work_queue_name", "id") where work_queue_name is not null`,
  `create index "flow_run_parent_index" on "flow_run" ("parent_task_run_id", "id") where parent_task_run_id is not null`,
  `create index "flow_run_version_index" on "flow_run" ("flow_version", "id") where flow_version is not null`,
  `create index "flow_run_creator_index" on "flow_run" ((created_by ->> 'id'))`,
  `create index "flow_run_creator_type_index" on "flow_run" ((created_by ->> 'type'))`,
  `alter table "flow_run" add constraint "flow_run_nominal_start_unique" unique ("schedule_id", "nominal_start")`,
  `alter table "flow_run" add constraint "flow_run_idempotency_key_unique" unique ("idempotency_key", "flow_id")`,
  `alter table "flow_run" add constraint "flow_run_lease_check" check ((lease_token is null) = (lease_expires_at is null))`,
  `alter table "flow_run" add constraint "flow_run_lease_state_check" check (lease_token is null or state_type in ('PENDING', 'RUNNING', 'CANCELLING'))`,
  `alter table "flow_run" add constraint "flow_run_scheduled_check" check (state_type <> 'SCHEDULED' or next_scheduled_start_time is not null)`,
  `alter table "flow_run" add constraint "flow_run_ended_check" check (state_type is null or (end_time is not null) = (state_type in ('COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED')))`,
  `alter table "flow_run" add constraint "flow_run_started_check" check (end_time is null or start_time is not null)`,
  `alter table "flow_run" add constraint "flow_run_state_check" check ((state_id is null) = (state_type is null) and (state_id is null) = (state_timestamp is null))`,
  `create table "task_run" ("id" uuid not null, "created" timestamptz(3) not null, "updated" timestamptz(3) not null, "name" text not null, "flow_run_id" uuid null, "task_key" text not null, "dynamic_key" text not null, "cache_key" text null, "cache_expiration" timestamptz(3) null, "task_version" text null, "empirical_policy" jsonb not null, "tags" text[] not null, "labels" jsonb not null, "task_inputs" jsonb not null, "state_id" uuid null, "state_type" text null, "state_name" text null, "state_timestamp" timestamptz(3) null, "state_message" text null, "state_data" jsonb null, "state_details" jsonb null, "run_count" int not null, "flow_run_run_count" int not null, "expected_start_time" timestamptz(3) null, "next_scheduled_start_time" timestamptz(3) null, "start_time" timestamptz(3) null, "end_time" timestamptz(3) null, "total_run_time" double precision not null, primary key ("id"))`,
  `create index "task_run_flow_run_index" on "task_run" ("flow_run_id", "expected_start_time", "id")`,
  `create index "task_run_state_index" on "task_run" ("state_type", "state_name", "id")`,
  `create index "task_run_tags_index" on "task_run" using gin ("tags")`,
  `create index "task_run_name_index" on "task_run" ("name" collate "C", "id")`,
  `create index "task_run_expected_index" on "task_run" ("expected_start_time", "id")`,
  `create index "task_run_end_index" on "task_run" ("end_time", "id")`,
  `create index "task_run_cache_index" on "task_run" ("cache_key", "state_timestamp") where cache_key is not null`,
  `alter table "task_run" add constraint "task_run_key_unique" unique ("flow_run_id", "task_key", "dynamic_key")`,
  `create table "task_run_state" ("id" uuid not null, "task_run_id" uuid not null, "type" text not null, "name" text not null, "timestamp" timestamptz(3) not null, "message" text null, "data" jsonb null, "state_details" jsonb not null, primary key ("id"))`,
  `alter table "task_run_state" add constraint "task_run_state_timestamp_unique" unique ("task_run_id", "timestamp")`,
  `create table "flow_run_state" ("id" uuid not null, "flow_run_id" uuid not null, "type" text not null, "name" text not null, "timestamp" timestamptz(3) not null, "message" text null, "data" jsonb null, "state_details" jsonb not null, "actor" jsonb null, primary key ("id"))`,
  `alter table "flow_run_state" add constraint "flow_run_state_timestamp_unique" unique ("flow_run_id", "timestamp")`,
  `create table "flow_run_input" ("id" uuid not null, "created" timestamptz(3) not null, "updated" timestamptz(3) not null, "flow_run_id" uuid not null, "key" text not null, "value" text not null, "sender" text null, primary key ("id"))`,
  `alter table "flow_run_input" add constraint "flow_run_input_key_unique" unique ("flow_run_id", "key")`,
  `create table "deployment" ("id" uuid not null, "created" timestamptz(3) not null, "updated" timestamptz(3) not null, "paused_at" timestamptz(3) null, "paused_by" jsonb null, "pause_reason" text null, "name" text not null, "flow_id" uuid not null, "version" text null, "description" text null, "path" text null, "entrypoint" text null, "paused" boolean not null, "work_queue_name" text null, "work_queue_id" uuid null, "job_variables" jsonb not null, "parameters" jsonb not null, "parameter_openapi_schema" jsonb null, "enforce_parameter_schema" boolean not null, "run_policy" jsonb not null, "pull_steps" jsonb null, "tags" text[] not null, "labels" jsonb not null, "concurrency_limit_id" uuid null, "concurrency_options" jsonb null, "created_by" jsonb null, "updated_by" jsonb null, "infrastructure_document_id" uuid null, "storage_document_id" uuid null, "last_polled" timestamptz(3) null, "status" text not null, primary key ("id"))`,
  `create index "deployment_name_index" on "deployment" ("name" collate "C", "id")`,
  `create index "deployment_created_index" on "deployment" ("created", "id")`,
  `create index "deployment_updated_index" on "deployment" ("updated", "id")`,
  `create index "deployment_tags_index" on "deployment" using gin ("tags")`,
  `create index "deployment_work_queue_index" on "deployment" ("work_queue_id")`,
  `create index "deployment_concurrency_limit_index" on "deployment" ("concurrency_limit_id")`,
  `create index "deployment_ready_index" on "deployment" ("last_polled") where status = 'READY'`,
  `alter table "deployment" add constraint "deployment_flow_name_unique" unique ("flow_id", "name")`,
  `create table "deployment_schedule" ("id" uuid not null, "created" timestamptz(3) not null, "updated" timestamptz(3) not null, "deployment_id" uuid not null, "schedule" jsonb not null, "active" boolean not null, "max_scheduled_runs" int null, "parameters" jsonb not null, "slug" text null, "created_by" jsonb null, "updated_by" jsonb null, "count_bounds" jsonb null, "refill_at" timestamptz(3) null, "planned_until" timestamptz(3) null, "error" text null, "error_count" int not null, "missed_count" int not null, "missed_from" timestamptz(3) null, "missed_until" timestamptz(3) null, primary key ("id"))`,
  `create index "deployment_schedule_refill_index" on "deployment_schedule" ("refill_at", "id") where refill_at is not null`,
  `alter table "deployment_schedule" add constraint "deployment_schedule_slug_unique" unique ("deployment_id", "slug")`,
  `alter table "concurrency_lease" add constraint "concurrency_lease_limit_id_foreign" foreign key ("limit_id") references "concurrency_limit" ("id") on delete cascade`,
  `alter table "worker" add constraint "worker_work_pool_id_foreign" foreign key ("work_pool_id") references "work_pool" ("id") on delete cascade`,
  `alter table "work_queue" add constraint "work_queue_work_pool_id_foreign" foreign key ("work_pool_id") references "work_pool" ("id") on delete cascade`,
  `alter table "flow_run" add constraint "flow_run_flow_id_foreign" foreign key ("flow_id") references "flow" ("id") on delete cascade`,
  `alter table "flow_run" add constraint "flow_run_work_queue_id_foreign" foreign key ("work_queue_id") references "work_queue" ("id") on delete set null`,
  `alter table "task_run" add constraint "task_run_flow_run_id_foreign" foreign key ("flow_run_id") references "flow_run" ("id") on delete cascade`,
  `alter table "task_run_state" add constraint "task_run_state_task_run_id_foreign" foreign key ("task_run_id") references "task_run" ("id") on delete cascade`,
  `alter table "flow_run_state" add constraint "flow_run_state_flow_run_id_foreign" foreign key ("flow_run_id") references "flow_run" ("id") on delete cascade`,
  `alter table "flow_run_input" add constraint "flow_run_input_flow_run_id_foreign" foreign key ("flow_run_id") references "flow_run" ("id") on delete cascade`,
  `alter table "deployment" add constraint "deployment_flow_id_foreign" foreign key ("flow_id") references "flow" ("id") on delete cascade`,
  `alter table "deployment" add constraint "deployment_work_queue_id_foreign" foreign key ("work_queue_id") references "work_queue" ("id") on delete set null`,
  `alter table "deployment" add constraint "deployment_concurrency_limit_id_foreign" foreign key ("concurrency_limit_id") references "concurrency_limit" ("id") on delete set null`,
  `alter table "deployment_schedule" add constraint "deployment_schedule_deployment_id_foreign" foreign key ("deployment_id") references "deployment" ("id") on delete cascade`,
];

/** Fencing tokens: strictly ascending over all runs, never given twice. */
const leaseTokens = 'create sequence "flow_run_lease_token"';

/**
 * `like` filters find text inside names through pg_trgm. Where the database refuses the extension (it is not installed, or
 * the role may not create it) they still answer, by walking the sort's index under the statement timeout, and the server
 * says so at its start.
 */
const trigrams = `do $$ begin
  create extension if not exists pg_trgm;
  create index "flow_run_name_trigram_index" on "flow_run" using gin ("name" gin_trgm_ops);
  create index "deployment_name_trigram_index" on "deployment" using gin ("name" gin_trgm_ops);
  create index "flow_name_trigram_index" on "flow" using gin ("name" gin_trgm_ops);
exception when insufficient_privilege or undefined_file or feature_not_supported or undefined_object then
  raise notice 'pg_trgm is not to be had: %', sqlerrm;
end $$`;

export class Migration20261124Initial extends Migration {
  override up(): void {
    for (const statement of [...tables, leaseTokens, trigrams]) this.addSql(statement);
  }
}
