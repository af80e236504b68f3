import { sql } from 'kysely';

/**
 * The order in which the runs of a queue are due. None of them lacks a time: that nulls would come first is said for the planner, so
 * that it takes the indexes by queue, the only ones in this order, however few queues there are. Of `flow_run r`.
 */
export const inTurn = sql.raw('r.next_scheduled_start_time nulls first');
