import type { Services } from '../../context.ts';
import { newId } from '../../database/id.ts';
import { inTransaction } from '../../transaction.ts';
import { markLate } from './statements/mark-late.ts';

const batch = 400;

/** One pass: runs that nobody has begun `lateAfterSeconds` after their start are Late. */
export const markLateRuns = (services: Services): Promise<{ runs: number; full: boolean }> =>
  inTransaction(services, { actor: null }, async ({ db, now, afterCommit }) => {
    const late = await markLate(db, {
      now,
      dueBefore: new Date(now.getTime() - services.config.lateAfterSeconds * 1000),
      stateIds: Array.from({ length: batch }, () => newId(now)),
    });
    afterCommit(() => {
      for (const id of late) services.wake.runChanged(id);
    });
    return { runs: late.length, full: late.length === batch };
  });
