import { sql } from 'kysely';

/** Runs that no process of their own is about to try again. Of `flow_run r`. */
export const claimable = sql.raw(
  `r.state_type = 'SCHEDULED' and r.empirical_policy->>'retryType' is distinct from 'in_process'`,
);
