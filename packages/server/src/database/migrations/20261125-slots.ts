import { Migration } from '@mikro-orm/migrations';

const statements = [
  `alter table "concurrency_lease" drop constraint "concurrency_lease_limit_id_foreign"`,
  `alter table "concurrency_lease" alter column "limit_id" drop not null`,
  `alter table "concurrency_lease" add constraint "concurrency_lease_limit_id_foreign" foreign key ("limit_id") references "concurrency_limit" ("id") on delete set null`,
  `create index "concurrency_lease_expiry_index" on "concurrency_lease" ("expires_at")`,
  `alter table "concurrency_limit" add column "denied_slots" int not null default 0, add column "average_occupancy_seconds" double precision not null default 2`,
  `alter table "task_run" add column "held_limits" uuid[] not null default '{}'`,
  `create index "task_run_held_limits_index" on "task_run" using gin ("held_limits") where state_type in ('RUNNING', 'CANCELLING')`,
  `create index "flow_run_holding_index" on "flow_run" ("deployment_id") where state_type in ('PENDING', 'RUNNING', 'CANCELLING', 'PAUSED') or state_type = 'SCHEDULED' and empirical_policy->>'retryType' = 'in_process'`,
];

/** What slots are counted by. */
export class Migration20261125Slots extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}
