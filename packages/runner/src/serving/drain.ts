import type { Clock, Logger } from '@carillon/process';
import type { HeldRuns } from './held-runs.ts';

type Drain = {
  clock: Clock;
  log: Logger;
  held: HeldRuns;
  /** Resolves when no run is held any more. */
  idle: () => Promise<void>;
  drainMs: number;
  /** For what is killed to be reported. */
  lastMs: number;
  atOnce: AbortSignal;
};

/** Ends a runner's work: hands back what has not begun, lets the rest finish for a while, then ends it. */
export const drain = async ({ clock, log, held, idle, drainMs, lastMs, atOnce }: Drain): Promise<void> => {
  for (const run of held.values()) run.handBack();
  if (held.size > 0)
    log.info({ runs: held.size, drainSeconds: drainMs / 1000 }, 'waiting for runs to finish');
  const within = (ms: number, signal?: AbortSignal): Promise<void> => {
    const enough = new AbortController();
    const signals = signal ? [enough.signal, signal] : [enough.signal];
    const time = clock.after(ms, AbortSignal.any(signals)).catch(() => {});
    return Promise.race([idle(), time]).finally(() => enough.abort());
  };
  await within(drainMs, atOnce);
  if (held.size === 0) return;
  log.warn({ runs: held.size }, 'ending the runs that are not finished');
  for (const run of held.values()) run.stop(atOnce.aborted ? 'at-once' : 'graceful');
  await within(lastMs);
};
