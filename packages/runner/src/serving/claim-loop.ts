import type { ClaimedRun, RunnerId } from '@carillon/core';
import { backoffMs, type Clock, type Logger } from '@carillon/process';
import type { Client } from '@carillon/sdk';
import type { Alarm } from './alarm.ts';
import { reasonOf } from './reason.ts';
import type { ServedDeployments } from './served-deployments.ts';

/** The most that one call may ask for. */
const claimMax = 200;
const callTimeout = '15s';
const backoff = { baseMs: 500, maxMs: 10_000 };

export type ClaimLoop = {
  client: Client;
  clock: Clock;
  log: Logger;
  /** Ends the loop between two claims; one that is under way is waited for, since its runs are ours. */
  signal: AbortSignal;
  runner: { id: RunnerId; name: string };
  served: ServedDeployments;
  alarm: Alarm;
  pollMs: number;
  free: () => number;
  onClaimed: (runs: ClaimedRun[], leaseSeconds: number) => void;
};

/**
 * Claims due runs whenever the alarm rings and a slot is free. The alarm is set to the next due instant and, for runs that
 * are made meanwhile, to the next poll; a stream and a slot that becomes free bring it forward.
 */
export const claimLoop = async (loop: ClaimLoop): Promise<void> => {
  const { client, clock, log, signal, runner, served, alarm, pollMs, free, onClaimed } = loop;
  let failures = 0;
  while (!signal.aborted) {
    const deploymentIds = served.ids();
    const limit = Math.min(free(), claimMax);
    if (limit > 0 && deploymentIds.length > 0) {
      try {
        const { runs, leaseSeconds, nextDueInMs } = await client.flowRuns.claim(
          { runner, deploymentIds, limit },
          { timeout: callTimeout },
        );
        onClaimed(runs, leaseSeconds);
        alarm.ringWithin(runs.length < limit ? Math.min(pollMs, nextDueInMs ?? pollMs) : pollMs);
        if (runs.length === claimMax) alarm.ringWithin(0);
        failures = 0;
      } catch (error) {
        if (failures === 0) log.warn({ error: reasonOf(error) }, 'runs cannot be claimed; trying on');
        await clock.after(backoffMs(failures, backoff), signal).catch(() => {});
        failures += 1;
        continue;
      }
    }
    await alarm.rung(signal);
  }
};
