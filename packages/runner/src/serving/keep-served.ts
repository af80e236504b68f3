import { backoffMs, type Clock, type Logger } from '@carillon/process';
import { fullName } from '@carillon/sdk';
import { reasonOf } from './reason.ts';
import type { Definition, ServedDeployments } from './served-deployments.ts';

const missingEveryMs = 3000;
const allEveryMs = 60_000;
const backoff = { baseMs: 500, maxMs: 2000 };

export type KeepServed = {
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
  served: ServedDeployments;
  /** Told once of each definition that is not deployed. */
  onMissing: (missing: readonly Definition[]) => void;
  /** Other deployments are served than before. */
  onChange: () => void;
};

/** Looks for what is not deployed yet every few seconds, and for what changed every minute. Ends with the signal. */
export const keepServed = async (keep: KeepServed): Promise<void> => {
  const { clock, log, signal, served, onMissing, onChange } = keep;
  const told = new Set<string>();
  let allDueInMs = 0;
  let failures = 0;
  while (!signal.aborted) {
    let waitMs = missingEveryMs;
    try {
      const all = allDueInMs <= 0;
      const changed = await served.refresh(all ? 'all' : 'missing', signal);
      if (all) allDueInMs = allEveryMs;
      if (changed) onChange();
      const missing = served.missing().filter(({ deployment }) => !told.has(fullName(deployment)));
      for (const { deployment } of missing) told.add(fullName(deployment));
      if (missing.length > 0) onMissing(missing);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      if (failures === 0)
        log.warn({ error: reasonOf(error) }, 'the server cannot be asked for its deployments; trying on');
      waitMs = backoffMs(failures, backoff);
      failures += 1;
    }
    await clock.after(waitMs, signal).catch(() => {});
    allDueInMs -= waitMs;
  }
};
