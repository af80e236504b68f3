import type { Services } from '../../context.ts';
import { inTransaction } from '../../transaction.ts';
import { spareLeases as spare } from './statements/spare-leases.ts';

/** Gives every holder a whole lease from now: it could not renew while there was nobody to answer. Tells how many. */
export const spareLeases = (services: Services): Promise<number> =>
  inTransaction(services, { actor: null }, ({ db, now }) =>
    spare(db, { until: new Date(now.getTime() + services.config.leaseSeconds * 1000) }),
  );
