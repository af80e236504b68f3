import type { WorkerFilter } from '@carillon/core';
import { sql } from 'kysely';
import { all, type Condition, combine } from './condition.ts';
import { anyOf, between, column, noneOf } from './criteria.ts';

/** Of rows of `worker`. `status` is what they are now, not what was last written: `online` says it of a worker. */
export const workerCondition = (
  { operator, lastHeartbeatTime, status }: WorkerFilter,
  online: Condition,
): Condition => {
  const current = {
    expression: sql`case when ${online} then 'ONLINE' else 'OFFLINE' end`,
    type: sql`text`,
  };
  return combine(operator, [
    lastHeartbeatTime
      ? between(column('worker.last_heartbeat_time', 'timestamptz'), lastHeartbeatTime)
      : null,
    status ? all([anyOf(current, status.any), noneOf(current, status.notAny)]) : null,
  ]);
};
