import { constants } from 'node:os';
import type { Logger } from './log.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

// One Ctrl-C reaches us from the terminal and again from npm.
const echoMs = 500;

export type ShutdownOptions = {
  log: Logger;
  /** How long all of a stop may take; then the process exits with 1. */
  deadlineMs: number;
};

export type Shutdown = {
  /** Aborted when the stop begins: accept nothing new, end loops. */
  readonly signal: AbortSignal;
  /** What to end, last registered first, each awaited before the next. One that fails is logged and the rest still end. */
  onShutdown(name: string, end: () => Promise<void> | void): void;
  /** Begins the stop (once) and resolves when everything has ended: true if without a failure. Does not exit. */
  stop(): Promise<boolean>;
};

/**
 * Turns SIGINT, SIGTERM and SIGHUP into an orderly stop and then exits: 0 if all went well, else 1.
 * A second signal exits at once with 128 and its number. One for each process.
 */
export const handleShutdown = ({ log, deadlineMs }: ShutdownOptions): Shutdown => {
  const controller = new AbortController();
  const ends: { name: string; end: () => Promise<void> | void }[] = [];
  let stopping: Promise<boolean> | undefined;
  let firstSignalAt: number | undefined;

  const endAll = async (): Promise<boolean> => {
    let clean = true;
    for (let next = ends.pop(); next !== undefined; next = ends.pop()) {
      try {
        await next.end();
      } catch (error) {
        clean = false;
        log.error({ part: next.name, error }, 'could not be stopped');
      }
    }
    return clean;
  };

  const stop = (): Promise<boolean> => {
    if (stopping === undefined) {
      setTimeout(() => {
        log.error({ deadlineMs, waitingFor: ends.map(({ name }) => name) }, 'stop took too long');
        process.exit(1);
      }, deadlineMs).unref();
      controller.abort(new Error('the process is stopping'));
      stopping = endAll();
    }
    return stopping;
  };

  for (const signal of signals) {
    process.on(signal, () => {
      if (firstSignalAt !== undefined) {
        if (performance.now() - firstSignalAt > echoMs) process.exit(128 + constants.signals[signal]);
        return;
      }
      firstSignalAt = performance.now();
      log.info({ signal }, 'stopping');
      void stop().then((clean) => process.exit(clean ? 0 : 1));
    });
  }

  return {
    signal: controller.signal,
    onShutdown: (name, end) => {
      ends.push({ name, end });
    },
    stop,
  };
};
