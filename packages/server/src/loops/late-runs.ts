import { markLateRuns } from '../features/scheduling/mark-late-runs.ts';
import type { LoopDuty } from './loop-duty.ts';

/** Says of runs that nobody has begun that they are late. */
export const lateRuns: LoopDuty = {
  name: 'late-runs',
  everySeconds: (config) => config.lateRunsLoopSeconds,
  pass: async (services) => {
    const { runs, full } = await markLateRuns(services);
    return { count: runs, full };
  },
};
