import { constants } from 'node:os';

// One Ctrl-C reaches us from the terminal and again from npm.
const echoMs = 500;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export type DrainSignals = {
  /** The first signal: take nothing new, let what runs finish. */
  readonly drain: AbortSignal;
  /** The second: end what runs. */
  readonly atOnce: AbortSignal;
  dispose(): void;
};

/** Turns this process's signals into the two steps of ending a runner; a third one ends the process. */
export const drainSignals = (monotonic: () => number): DrainSignals => {
  const drain = new AbortController();
  const atOnce = new AbortController();
  let lastAt = Number.NEGATIVE_INFINITY;

  const hear = (signal: (typeof signals)[number]): void => {
    const now = monotonic();
    if (now - lastAt < echoMs) return;
    lastAt = now;
    if (!drain.signal.aborted) drain.abort();
    else if (!atOnce.signal.aborted) atOnce.abort();
    else process.exit(128 + constants.signals[signal]);
  };
  for (const signal of signals) process.on(signal, hear);
  return {
    drain: drain.signal,
    atOnce: atOnce.signal,
    dispose() {
      for (const signal of signals) process.off(signal, hear);
    },
  };
};
