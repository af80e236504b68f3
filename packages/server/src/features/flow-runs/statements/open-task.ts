import { sql } from 'kysely';

/** Task runs that have not ended. Of `task_run t`. */
export const openTask = sql.raw("t.state_type not in ('COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED')");
