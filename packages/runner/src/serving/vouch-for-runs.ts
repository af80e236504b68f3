import type { HeldLeases } from './keep-leases.ts';

/** Shares of a lease: how often a run hears that its runner is there, and after how long a silence it ends itself. */
const everyShare = 1 / 8;
const silenceShare = 1 / 2;
/** A busy machine is no frozen runner. */
const silenceMinMs = 1000;

/** How long a run goes on without a word from its runner. */
export const silenceMs = (leaseSeconds: number): number =>
  Math.max(leaseSeconds * 1000 * silenceShare, silenceMinMs);

/**
 * Tells each held run again and again that its runner is there, whether or not the server can be reached; rung by whoever claims.
 * Leases are renewed three times in each, so the run of a runner that is frozen has ended before its lease has, and is never run
 * twice at once. Ends with the signal.
 */
export const vouchForRuns = async (
  signal: AbortSignal,
  { held, leaseSeconds, alarm }: HeldLeases,
): Promise<void> => {
  while (!signal.aborted) {
    await alarm.rung(signal);
    for (const run of held.values()) run.vouch(silenceMs(leaseSeconds()));
    if (held.size > 0) alarm.ringWithin(leaseSeconds() * 1000 * everyShare);
  }
};
