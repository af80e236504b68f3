/** Milliseconds of a duration in seconds, at most what a timer can count (24 days; more would mean none at all). */
export const timerMs = (seconds: number): number => Math.min(seconds * 1000, 2 ** 31 - 1);

/** Resolves after this many milliseconds; rejects with the signal's reason once that aborts. */
export const delay = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', onAbort, { once: true });
  });
