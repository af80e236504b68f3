import { randomUUID } from 'node:crypto';
import type { JsonValue } from '@carillon/core';
import type { Failure, TaskCall } from '@carillon/sdk';
import { failureMessage } from './failure.ts';
import type { TaskState } from './messages.ts';

const made = (state: Omit<TaskState, 'at'>): TaskState => ({
  ...state,
  stateDetails: { ...state.stateDetails, transitionId: randomUUID() },
  at: Date.now(),
});

export const pending = (): TaskState => made({ type: 'PENDING' });

/** Where it names a cache key, a result that is kept under it takes the place of running. */
export const running = (cache: TaskCall['cache']): TaskState =>
  made({
    type: 'RUNNING',
    ...(cache && { stateDetails: { cacheKey: cache.key, refreshCache: cache.refresh } }),
  });

/** Where it names a cache key, its result is kept under it. */
export const completed = (
  kept: { cache: NonNullable<TaskCall['cache']>; data: JsonValue } | null,
): TaskState => {
  if (kept === null) return made({ type: 'COMPLETED' });
  const { key: cacheKey, ttlSeconds } = kept.cache;
  const cacheExpiration = ttlSeconds === null ? null : new Date(Date.now() + ttlSeconds * 1000).toISOString();
  return made({ type: 'COMPLETED', data: kept.data, stateDetails: { cacheKey, cacheExpiration } });
};

/** Whether there is another attempt was decided here, by the policy that the server has, too. */
export const failed = ({ error, timedOut }: Failure, { again }: { again: boolean }): TaskState =>
  made({
    type: 'FAILED',
    name: timedOut ? 'TimedOut' : null,
    message: failureMessage(error),
    stateDetails: again ? {} : { retriable: false },
  });
