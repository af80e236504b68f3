import { expireQueued } from '../features/flow-runs/expire-queued.ts';
import type { LoopDuty } from './loop-duty.ts';

/** Ends runs that wait for a runner longer than they may. */
export const queueTimeouts: LoopDuty = {
  name: 'queue-timeouts',
  everySeconds: (config) => config.queueTimeoutLoopSeconds,
  pass: async (services) => {
    const { runs, full } = await expireQueued(services);
    return { count: runs, full };
  },
};
