import { Migration } from '@mikro-orm/migrations';

const statements = [
  `create table "client_event" ("id" uuid not null, "occurred" timestamptz(6) not null, "received" timestamptz(3) not null, "event" text not null, "resource" jsonb not null, "related" jsonb not null, "payload" jsonb not null, "follows" uuid null, "resource_ids" text[] not null, "transaction_id" bigint not null default (pg_current_xact_id()::text)::bigint, primary key ("id"))`,
  `create index "client_event_occurred_index" on "client_event" ("occurred", "id")`,
  `create index "client_event_transaction_index" on "client_event" ("transaction_id")`,
  `create index "client_event_resources_index" on "client_event" using gin ("resource_ids")`,
  `create table "waiting_task_event" ("id" uuid not null, "flow_run_id" uuid not null, "received" timestamptz(3) not null, "task_event" jsonb not null, primary key ("id"))`,
  `create index "waiting_task_event_flow_run_index" on "waiting_task_event" ("flow_run_id")`,
  `create index "waiting_task_event_received_index" on "waiting_task_event" ("received")`,
  // More digits are no other bytes: no table is written anew.
  `alter table "task_run" alter column "state_timestamp" type timestamptz(6)`,
  `alter table "task_run_state" alter column "timestamp" type timestamptz(6)`,
];

/** What clients tell, and the states of their tasks to the microsecond. */
export class Migration20261125ClientEvents extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}
