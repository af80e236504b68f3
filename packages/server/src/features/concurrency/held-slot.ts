import { sql } from 'kysely';

/**
 * A run that holds a slot of its deployment's limit: a live one, one paused in its process, one that its own process is about to
 * try again. Of `flow_run r`; the same words as in flow_run_holding_index.
 */
export const holdsSlot = sql.raw(
  `(r.state_type in ('PENDING', 'RUNNING', 'CANCELLING', 'PAUSED')
    or r.state_type = 'SCHEDULED' and r.empirical_policy->>'retryType' = 'in_process')
  and not (r.state_type = 'PAUSED' and coalesce((r.state_details->>'pauseReschedule')::boolean, false))`,
);

/** Of `state_details`: the lease by which the run of a client that renews it itself holds its slot. */
export const slotLeaseId = sql.raw(`(r.state_details->>'deploymentConcurrencyLeaseId')::uuid`);
