import { Migration } from '@mikro-orm/migrations';

const ownTransaction = '((pg_current_xact_id())::text)::bigint';

const statements = [
  // 0 for the states that are there already: no table is written anew, and nobody is told of them.
  `alter table "flow_run_state" add column "transaction_id" bigint not null default 0`,
  `alter table "flow_run_state" alter column "transaction_id" set default ${ownTransaction}`,
  `create index "flow_run_state_transaction_index" on "flow_run_state" ("transaction_id")`,
  `create table "event" ("id" uuid not null, "kind" text not null, "subject_id" uuid not null, "at" timestamptz(3) not null, "actor" jsonb null, "detail" jsonb not null, "transaction_id" bigint not null default ${ownTransaction}, primary key ("id"))`,
  `create index "event_at_index" on "event" ("at")`,
  `create index "event_transaction_index" on "event" ("transaction_id")`,
  `alter table "event" add constraint "event_subject_unique" unique ("subject_id", "at")`,
];

/** What was written by which transaction, so that followers can tell what they have not been told. */
export class Migration20261125Events extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}
