import type { Clock, Logger } from '@carillon/process';
import type { Client } from '@carillon/sdk';
import type { Alarm } from './alarm.ts';
import type { Claimable } from './claim-loop.ts';
import { reasonOf } from './reason.ts';

/** After a stream that ended or was refused; meanwhile polling goes on. */
const reconnectMs = 5000;

/** Sets the alarm by the server's stream of due instants, told in milliseconds from now. Ends with the signal. */
export const awaitDue = async (
  { client, clock, log, signal }: { client: Client; clock: Clock; log: Logger; signal: AbortSignal },
  { claimable, alarm }: { claimable: Claimable; alarm: Alarm },
): Promise<void> => {
  while (!signal.aborted) {
    try {
      for await (const { dueInMs } of client.flowRuns.due(claimable, { signal })) {
        if (dueInMs !== null) alarm.ringWithin(dueInMs);
      }
    } catch (error) {
      if (!signal.aborted) log.debug({ error: reasonOf(error) }, 'no stream of due runs; polling');
    }
    await clock.after(reconnectMs, signal).catch(() => {});
  }
};
