import { sql } from 'kysely';

/** A run that holds a slot of its queue and of its pool: one that has a process. Of `flow_run r`. */
export const holdsPoolSlot = sql.raw(`r.state_type in ('PENDING', 'RUNNING', 'CANCELLING')`);
