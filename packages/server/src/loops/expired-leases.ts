import { expireLeases } from '../features/flow-runs/expire-leases.ts';
import type { LoopDuty } from './loop-duty.ts';

/** Ends the runs whose runner has not been heard for a lease. */
export const expiredLeases: LoopDuty = {
  name: 'expired-leases',
  everySeconds: (config) => config.leaseExpiryLoopSeconds,
  pass: async (services) => {
    const { runs, full } = await expireLeases(services);
    return { count: runs, full };
  },
};
