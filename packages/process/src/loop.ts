import { backoffMs } from './backoff.ts';
import type { Clock } from './clock.ts';
import type { Logger } from './log.ts';

export type PassResult = {
  /** The batch was as large as it may be, so there is likely more. */
  full: boolean;
  /** How many things were done; 0 or nothing said: nothing worth a line in the log. */
  count?: number;
};

export type PassOutcome = ({ ok: true } & PassResult) | { ok: false; error: unknown };

export type LoopOptions = {
  /** Its duty, as the log calls it. */
  name: string;
  everyMs: number;
  /** Share of `everyMs` by which a wait may be shorter or longer; keeps many servers from beating in time. */
  jitter?: number;
  /** Ends the loop between two passes; a pass that is under way ends by itself. */
  signal: AbortSignal;
  clock: Clock;
  log: Logger;
  /** Told of every pass after it. */
  onPass?: (outcome: PassOutcome) => void;
  random?: () => number;
};

export type Loop = {
  /** The next pass starts now, or right after the one under way. Not while it waits out a failure. */
  wake(): void;
  /** Resolves when the loop has ended; never rejects. */
  done: Promise<void>;
};

const longestBackoffMs = 30_000;

/** Starts with a pass at once. A full batch is followed by another without a wait; failures are logged and waited out. */
export const runLoop = (options: LoopOptions, pass: (signal: AbortSignal) => Promise<PassResult>): Loop => {
  const { name, everyMs, jitter = 0.1, signal, clock, log, onPass, random = Math.random } = options;
  let failures = 0;
  let woken = false;
  let interrupt: (() => void) | undefined;

  const rest = async (ms: number, mayWake: boolean): Promise<void> => {
    if (signal.aborted || (mayWake && woken)) return;
    const cut = new AbortController();
    const end = (): void => cut.abort();
    if (mayWake) interrupt = end;
    signal.addEventListener('abort', end, { once: true });
    // It rejects for one reason: it was cut short.
    await clock.after(ms, cut.signal).catch(() => {});
    signal.removeEventListener('abort', end);
    interrupt = undefined;
  };

  const attempt = async (): Promise<PassOutcome> => {
    try {
      return { ok: true, ...(await pass(signal)) };
    } catch (error) {
      return { ok: false, error };
    }
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      woken = false;
      const outcome = await attempt();
      let waitMs = everyMs * (1 + jitter * (2 * random() - 1));
      if (outcome.ok) {
        failures = 0;
        if (outcome.count !== undefined && outcome.count > 0) {
          log.debug({ loop: name, count: outcome.count, full: outcome.full }, 'loop pass done');
        }
      } else {
        waitMs = Math.max(everyMs, backoffMs(failures, { baseMs: everyMs, maxMs: longestBackoffMs, random }));
        failures += 1;
        log.error({ loop: name, error: outcome.error, failures, waitMs }, 'loop pass failed');
      }
      onPass?.(outcome);
      if (!outcome.ok || !outcome.full) await rest(waitMs, outcome.ok);
    }
  };

  return {
    wake() {
      woken = true;
      interrupt?.();
    },
    done: run(),
  };
};
