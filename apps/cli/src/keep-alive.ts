import { backoffMs, type Logger, systemClock } from '@carillon/process';

const backoff = { baseMs: 500, maxMs: 10_000 };

/** Something with an end of its own. */
export type Living = { ended: Promise<void>; stop(): Promise<void> };

export type KeepAlive = {
  log: Logger;
  /** From now on its end is wanted. */
  signal: AbortSignal;
  again: () => Promise<Living>;
};

/** Starts the embedded database again whenever it ends unasked; `stop`, once the signal is aborted, ends it for good. */
export const keepAlive = (
  first: Living,
  { log, signal, again }: KeepAlive,
): { stop: () => Promise<void> } => {
  let current = first;
  const told = new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
  const keep = async (): Promise<void> => {
    let failures = 0;
    while (true) {
      if (failures === 0) await Promise.race([current.ended, told]);
      else await systemClock.after(backoffMs(failures, backoff), signal).catch(() => {});
      if (signal.aborted) return;
      try {
        await current.stop();
        current = await again();
        failures = 0;
        log.warn('the embedded database was started again');
      } catch (error) {
        failures += 1;
        if (!signal.aborted) log.error({ error }, 'the embedded database does not start again; trying on');
      }
    }
  };
  const keeping = keep();
  return {
    stop: async () => {
      await keeping;
      await current.stop();
    },
  };
};
