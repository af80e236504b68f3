import { expirePauses } from '../features/flow-runs/expire-pauses.ts';
import type { LoopDuty } from './loop-duty.ts';

/** Ends the pauses that nobody has ended in time. */
export const pauseExpirations: LoopDuty = {
  name: 'pause-expirations',
  everySeconds: (config) => config.pauseExpiryLoopSeconds,
  pass: async (services) => {
    const { runs, full } = await expirePauses(services);
    return { count: runs, full };
  },
};
