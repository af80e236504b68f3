import type { RunnerId } from '@carillon/core';
import type { Clock, Logger } from '@carillon/process';
import type { Client } from '@carillon/sdk';
import type { HeldRuns } from './held-runs.ts';
import { reasonOf } from './reason.ts';

/** After a stream that ended or was refused; meanwhile the renewal of leases tells, only later. */
const reconnectMs = 5000;

/** Hears at once which of the held runs are to end. Ends with the signal. */
export const awaitCancellations = async (
  { client, clock, log, signal }: { client: Client; clock: Clock; log: Logger; signal: AbortSignal },
  { runnerId, held }: { runnerId: RunnerId; held: HeldRuns },
): Promise<void> => {
  while (!signal.aborted) {
    try {
      for await (const { id, leaseToken } of client.flowRuns.cancellations({ runnerId }, { signal })) {
        const run = held.get(id);
        if (run?.leaseToken === leaseToken) run.cancel();
      }
    } catch (error) {
      if (!signal.aborted) log.debug({ error: reasonOf(error) }, 'no stream of cancellations');
    }
    await clock.after(reconnectMs, signal).catch(() => {});
  }
};
