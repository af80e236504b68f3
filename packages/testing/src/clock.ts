import { setImmediate } from 'node:timers/promises';
import type { Clock } from '@carillon/process';

/** A clock that stands still until it is moved. */
export interface TestClock extends Clock {
  /** Moves to `at`, firing what falls due on the way in order, each with the clock at its own instant. */
  set(at: Date): Promise<void>;
  advance(ms: number): Promise<void>;
  /** How many timers are waiting. */
  readonly waiting: number;
}

type Timer = { at: number; fire: () => void };

export const createTestClock = (start: Date = new Date('2026-01-05T12:00:00Z')): TestClock => {
  let now = start.getTime();
  const timers = new Set<Timer>();

  const nextDue = (until: number): Timer | undefined => {
    let due: Timer | undefined;
    for (const timer of timers)
      if (timer.at <= until && (due === undefined || timer.at < due.at)) due = timer;
    return due;
  };

  const clock: TestClock = {
    get waiting() {
      return timers.size;
    },
    now: () => new Date(now),
    setTimer(at, fire) {
      const timer = { at: at.getTime(), fire };
      timers.add(timer);
      // Like a real one, a timer that is due already fires by itself, but never inside this call.
      if (timer.at <= now) queueMicrotask(() => timers.delete(timer) && fire());
      return () => void timers.delete(timer);
    },
    after(ms, signal) {
      if (signal?.aborted === true) return Promise.reject(signal.reason);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const cancel = clock.setTimer(new Date(now + ms), () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      const abort = (): void => {
        cancel();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
      return promise;
    },
    async set(at) {
      const until = at.getTime();
      for (let timer = nextDue(until); timer !== undefined; timer = nextDue(until)) {
        timers.delete(timer);
        now = Math.max(now, timer.at);
        timer.fire();
        // What was waiting gets its turn, and may set timers that fall due before `at`.
        await setImmediate();
      }
      now = until;
    },
    advance: (ms) => clock.set(new Date(now + ms)),
  };
  return clock;
};
