import type { Services } from '../../context.ts';
import { forcePass } from './force-pass.ts';
import { lockExpiredPauses } from './statements/lock-expired-pauses.ts';

/** One pass: runs that nobody has resumed before their pause timed out have failed. */
export const expirePauses = (services: Services): Promise<{ runs: number; full: boolean }> =>
  forcePass(services, {
    lock: ({ db, now }, limit) => lockExpiredPauses(db, { now, limit }),
    state: () => ({
      type: 'FAILED',
      name: 'Failed',
      message: 'The flow was paused and never resumed.',
    }),
  });
