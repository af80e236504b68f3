import { type SqlBool, sql } from 'kysely';
import type { ServerConfig } from '../../config.ts';
import type { Condition } from '../../filters/condition.ts';

export type HeartbeatConfig = Pick<ServerConfig, 'workerHeartbeatSeconds' | 'workerMissedHeartbeats'>;

/** Of `worker`: it has missed fewer heartbeats than make it OFFLINE. One that did not say how often it sends them has a default. */
export const workerOnline = (
  now: Date,
  { workerHeartbeatSeconds, workerMissedHeartbeats }: HeartbeatConfig,
): Condition => sql<SqlBool>`(worker.last_heartbeat_time > ${now}::timestamptz - make_interval(secs =>
  ${workerMissedHeartbeats}::float8 * coalesce(worker.heartbeat_interval_seconds, ${workerHeartbeatSeconds}::float8)))`;
