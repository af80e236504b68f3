import type { Services } from '../../context.ts';
import { forcePass } from './force-pass.ts';
import { lockUnansweredCancellations } from './statements/lock-unanswered-cancellations.ts';

/** One pass: runs that nobody has ended `cancellingTimeoutSeconds` after they were told to end are Cancelled. */
export const expireCancellations = (services: Services): Promise<{ runs: number; full: boolean }> =>
  forcePass(services, {
    lock: ({ db, now }, limit) => {
      const before = new Date(now.getTime() - services.config.cancellingTimeoutSeconds * 1000);
      return lockUnansweredCancellations(db, { before, limit });
    },
    state: () => ({
      type: 'CANCELLED',
      name: 'Cancelled',
      message: 'Flow run cancellation timed out; marked this flow run as Cancelled.',
    }),
  });
