import { flowRunPolicy } from '@carillon/core';
import type { Services } from '../../context.ts';
import { forcePass } from './force-pass.ts';
import { lockQueueTimeouts } from './statements/lock-queue-timeouts.ts';

/** One pass: runs that nobody has begun within the queue timeout of their policy have failed. */
export const expireQueued = (services: Services): Promise<{ runs: number; full: boolean }> =>
  forcePass(services, {
    lock: ({ db, now }, limit) => lockQueueTimeouts(db, { now, limit }),
    state: ({ empirical_policy }) => {
      const { queueTimeout } = flowRunPolicy.parse(empirical_policy);
      const message = `Nobody began this run within ${queueTimeout} s of its start (queueTimeout).`;
      return { type: 'FAILED', name: 'TimedOut', message };
    },
  });
