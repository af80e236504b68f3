import { Migration } from '@mikro-orm/migrations';

const statements = [
  `drop index "flow_run_due_queue_index"`,
  `create index "flow_run_due_queue_index" on "flow_run" ("work_queue_id", "next_scheduled_start_time" nulls first) where state_type = 'SCHEDULED'`,
  `create index "flow_run_lane_index" on "flow_run" ("work_queue_id", "state_type", "deployment_id", "next_scheduled_start_time" nulls first) where work_queue_id is not null and state_type in ('SCHEDULED', 'PENDING', 'RUNNING', 'CANCELLING')`,
];

/** What pools are claimed by, and their slots counted. */
export class Migration20261125Pools extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}
