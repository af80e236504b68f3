import type { Logger } from '@carillon/process';
import type { Client } from '@carillon/sdk';
import type { Alarm } from './alarm.ts';
import type { HeldRuns } from './held-runs.ts';
import { reasonOf } from './reason.ts';

/** While the server cannot be reached. */
const retryMs = 1000;
const callSecondsMax = 10;

export type HeldLeases = {
  held: HeldRuns;
  leaseSeconds: () => number;
  /** Rings when it is time again; set by whoever claims. */
  alarm: Alarm;
};

/**
 * Renews the leases of all held runs in one call, three times in each lease, and passes on what the server says of them. While
 * it cannot be reached the runs go on: it alone decides whether a lease is lost. Ends with the signal.
 */
export const keepLeases = async (
  { client, log, signal }: { client: Client; log: Logger; signal: AbortSignal },
  { held, leaseSeconds, alarm }: HeldLeases,
): Promise<void> => {
  let failing = false;
  while (!signal.aborted) {
    await alarm.rung(signal);
    if (signal.aborted || held.size === 0) continue;
    const leases = [...held].map(([id, { leaseToken }]) => ({ id, leaseToken }));
    try {
      const { lost, cancelling } = await client.flowRuns.renewLeases(
        { leases },
        { signal, retries: 0, timeout: Math.min(callSecondsMax, leaseSeconds()) },
      );
      for (const id of lost) held.get(id)?.lose();
      for (const id of cancelling) held.get(id)?.cancel();
      if (failing) log.info({ runs: leases.length }, 'leases are renewed again');
      failing = false;
    } catch (error) {
      if (signal.aborted) return;
      if (!failing)
        log.warn({ runs: leases.length, error: reasonOf(error) }, 'leases cannot be renewed; the runs go on');
      failing = true;
    }
    const everyMs = (leaseSeconds() * 1000) / 3;
    alarm.ringWithin(failing ? Math.min(retryMs, everyMs) : everyMs);
  }
};
