/** The longest that a timer can be set to. */
const timerMax = 2 ** 31 - 1;

/** Rings at the earliest of the moments that it was set to. */
export type Alarm = {
  /** Ring no later than in `ms` milliseconds. */
  ringWithin(ms: number): void;
  /** Waits for the next ring, or for the signal. A ring that nobody waited for is not lost. */
  rung(signal: AbortSignal): Promise<void>;
  clear(): void;
};

/** `now` is monotonic, in milliseconds. */
export const alarm = (now: () => number): Alarm => {
  let at = Number.POSITIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let rang = false;
  let wake: (() => void) | undefined;

  const ring = (): void => {
    clearTimeout(timer);
    at = Number.POSITIVE_INFINITY;
    rang = true;
    wake?.();
  };
  return {
    ringWithin(ms) {
      const wanted = now() + Math.max(0, ms);
      if (wanted >= at) return;
      clearTimeout(timer);
      at = wanted;
      if (ms <= 0) ring();
      else timer = setTimeout(ring, Math.min(ms, timerMax));
    },
    async rung(signal) {
      if (!rang && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const end = (): void => resolve();
        wake = end;
        signal.addEventListener('abort', end, { once: true });
        await promise;
        signal.removeEventListener('abort', end);
        wake = undefined;
      }
      rang = false;
    },
    clear() {
      clearTimeout(timer);
    },
  };
};
