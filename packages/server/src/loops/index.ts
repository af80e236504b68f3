import { expiredLeases } from './expired-leases.ts';
import { lateRuns } from './late-runs.ts';
import type { LoopDuty } from './loop-duty.ts';
import { scheduler } from './scheduler.ts';

/** Every duty, on every server: rows locked by one are passed over by the others. */
export const duties: readonly LoopDuty[] = [scheduler, lateRuns, expiredLeases];
