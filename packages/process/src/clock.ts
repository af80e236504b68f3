/** What time it is, and waiting for it. Everything that lives long is given one; tests give one that they move by hand. */
export interface Clock {
  now(): Date;
  /** Calls `fire` once, as soon as the clock reads `at` or later; never before this call has returned. The answer cancels it. */
  setTimer(at: Date, fire: () => void): () => void;
  /** Resolves after a span of time; rejects with the signal's reason when that comes first. */
  after(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A clock that runs a known span ahead of another (behind it, when negative). */
export interface OffsetClock extends Clock {
  readonly offsetMs: number;
  /** Timers that are already set follow. */
  setOffset(ms: number): void;
}

// Also the longest time for which a change of the machine's clock goes unnoticed.
const longestSleepMs = 60_000;

export const systemClock: Clock = {
  now: () => new Date(),

  setTimer(at, fire) {
    let timeout: NodeJS.Timeout;
    const sleep = (): void => {
      timeout = setTimeout(wake, Math.min(Math.max(at.getTime() - Date.now(), 0), longestSleepMs));
    };
    // setTimeout may ring a millisecond early by the wall clock.
    const wake = (): void => (Date.now() >= at.getTime() ? fire() : sleep());
    sleep();
    return () => clearTimeout(timeout);
  },

  after(ms, signal) {
    if (signal?.aborted === true) return Promise.reject(signal.reason);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const end = performance.now() + ms;
    let timeout: NodeJS.Timeout;
    const sleep = (): void => {
      timeout = setTimeout(wake, Math.min(Math.max(end - performance.now(), 0), longestSleepMs));
    };
    const wake = (): void => (performance.now() >= end ? finish() : sleep());
    const finish = (): void => {
      signal?.removeEventListener('abort', abort);
      resolve();
    };
    const abort = (): void => {
      clearTimeout(timeout);
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });
    sleep();
    return promise;
  },
};

/** `base` with an offset that can be set, 0 at first: how servers follow their database's clock. */
export const offsetClock = (base: Clock): OffsetClock => {
  let offsetMs = 0;
  const waiting = new Set<() => void>();

  return {
    get offsetMs() {
      return offsetMs;
    },
    setOffset(ms) {
      offsetMs = ms;
      for (const restart of [...waiting]) restart();
    },
    now: () => new Date(base.now().getTime() + offsetMs),
    setTimer(at, fire) {
      let stop = (): void => {};
      const restart = (): void => {
        stop();
        stop = base.setTimer(new Date(at.getTime() - offsetMs), () => {
          waiting.delete(restart);
          fire();
        });
      };
      waiting.add(restart);
      restart();
      return () => {
        waiting.delete(restart);
        stop();
      };
    },
    after: (ms, signal) => base.after(ms, signal),
  };
};
