import type { ReportedRun, Reporting } from './propose-state.ts';
import { untilHeard } from './until-heard.ts';

/**
 * Whether a run is still ours, now that an answer is here which was asked for at `since`. One that took long may be news of long
 * ago: this process may have been frozen meanwhile, and another runner have begun the run. Then the server is asked anew, until
 * it answers at once. Rejects with the signal's reason.
 */
export const isStillHeld = async (
  on: Reporting & { monotonic: () => number },
  { id, leaseToken }: ReportedRun & { leaseToken: number },
  { since, withinMs }: { since: number; withinMs: number },
): Promise<boolean> => {
  const { client, signal, monotonic } = on;
  let askedAt = since;
  while (monotonic() - askedAt >= withinMs) {
    askedAt = monotonic();
    const leases = [{ id, leaseToken }];
    const { lost } = await untilHeard(on, () => client.flowRuns.renewLeases({ leases }, { signal }));
    if (lost.includes(id)) return false;
  }
  return true;
};
