import type { Services } from '../context.ts';
import { expireLeases } from '../features/flow-runs/expire-leases.ts';
import { spareLeases } from '../features/flow-runs/spare-leases.ts';
import type { LoopDuty } from './loop-duty.ts';

/** Servers whose last pass found the database in place, so that runners could renew. */
const answering = new WeakSet<Services>();

/**
 * Ends the runs whose runner has not been heard for a lease. After a start, and after a time without the database, runners are
 * heard first: they went on, and must not lose what they hold to an outage that was ours.
 */
export const expiredLeases: LoopDuty = {
  name: 'expired-leases',
  everySeconds: (config) => config.leaseExpiryLoopSeconds,
  pass: async (services) => {
    try {
      if (!answering.has(services)) {
        await spareLeases(services);
        answering.add(services);
      }
      const { runs, full } = await expireLeases(services);
      return { count: runs, full };
    } catch (error) {
      answering.delete(services);
      throw error;
    }
  },
};
