import { sql } from 'kysely';

/** Runs that nobody has begun: still SCHEDULED, never run, not waiting for a concurrency slot. Of `flow_run`. */
export const unbegun = sql.raw(
  `state_type = 'SCHEDULED' and run_count = 0 and state_name <> 'AwaitingConcurrencySlot'`,
);
