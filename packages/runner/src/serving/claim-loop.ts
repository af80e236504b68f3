import type { ClaimedRun, DeploymentId, RunnerId } from '@carillon/core';
import { backoffMs, type Clock, type Logger } from '@carillon/process';
import type { Client } from '@carillon/sdk';
import type { Alarm } from './alarm.ts';
import { reasonOf } from './reason.ts';

/** The most that one call may ask for. */
const claimMax = 200;
const callTimeout = '15s';
const backoff = { baseMs: 500, maxMs: 2000 };

/** What a runner takes runs of: deployments, or a pool and perhaps only some of its queues. */
export type Claimable = { deploymentIds: DeploymentId[] } | { pool: { name: string; queues?: string[] } };

export type ClaimLoop = {
  client: Client;
  clock: Clock;
  log: Logger;
  /** Ends the loop between two claims; one that is under way is waited for, since its runs are ours. */
  signal: AbortSignal;
  runner: { id: RunnerId; name: string };
  /** Null while there is nothing to claim. */
  claimable: () => Claimable | null;
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
  const { client, clock, log, signal, runner, alarm, pollMs, free, onClaimed } = loop;
  let failures = 0;
  while (!signal.aborted) {
    const claimable = loop.claimable();
    const limit = Math.min(free(), claimMax);
    if (limit > 0 && claimable !== null) {
      try {
        const { runs, leaseSeconds, nextDueInMs } = await client.flowRuns.claim(
          { ...claimable, runner, limit },
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
