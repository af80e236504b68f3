/** The longest that a timer can be set to, 24 days; a longer time is none. */
const timerMax = 2 ** 31 - 1;

/** A timer whose clock can be stopped. */
export type Countdown = {
  start(ms: number): void;
  /** Stops the clock until the answer is called; for as long as anybody holds it. */
  hold(): () => void;
  clear(): void;
};

/** Calls `over` once the time that was not held has passed. */
export const countdown = (over: () => void): Countdown => {
  let leftMs = Number.POSITIVE_INFINITY;
  let since = 0;
  let held = 0;
  let timer: NodeJS.Timeout | undefined;

  const go = (): void => {
    since = performance.now();
    if (held === 0 && leftMs <= timerMax) timer = setTimeout(over, Math.max(0, leftMs));
  };
  const halt = (): void => {
    clearTimeout(timer);
    if (held === 0) leftMs -= performance.now() - since;
  };
  return {
    start(ms) {
      leftMs = ms;
      go();
    },
    hold() {
      halt();
      held += 1;
      let released = false;
      return () => {
        if (released) return;
        released = true;
        held -= 1;
        go();
      };
    },
    clear() {
      clearTimeout(timer);
      leftMs = Number.POSITIVE_INFINITY;
    },
  };
};
