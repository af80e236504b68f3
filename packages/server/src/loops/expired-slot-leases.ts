import { expireSlotLeases } from '../features/concurrency/expire-slot-leases.ts';
import type { LoopDuty } from './loop-duty.ts';

/** Frees the slots of whoever took them on a lease and has not been heard since. */
export const expiredSlotLeases: LoopDuty = {
  name: 'expired-slot-leases',
  everySeconds: (config) => config.leaseExpiryLoopSeconds,
  pass: async (services) => {
    const { leases, full } = await expireSlotLeases(services);
    return { count: leases, full };
  },
};
