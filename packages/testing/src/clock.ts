import type { Clock } from '@carillon/process';

type Timer = { at: number; fire: () => void };

/** A clock that stands still until it is moved. */
export class TestClock implements Clock {
  #now: number;
  readonly #timers = new Set<Timer>();

  constructor(start: Date = new Date('2026-01-05T00:00:00Z')) {
    this.#now = start.getTime();
  }

  /** How many timers are waiting. */
  get waiting(): number {
    return this.#timers.size;
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** Moves to `at` and fires what falls due on the way, in order, each with the clock at its own instant. */
  set(at: Date): void {
    const until = at.getTime();
    for (let timer = this.#nextDue(until); timer !== undefined; timer = this.#nextDue(until)) {
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, timer.at);
      timer.fire();
    }
    this.#now = until;
  }

  advance(ms: number): void {
    this.set(new Date(this.#now + ms));
  }

  setTimer(at: Date, fire: () => void): () => void {
    const timer = { at: at.getTime(), fire };
    this.#timers.add(timer);
    // Like that of a real clock, a timer that is due already fires by itself, but never inside this call.
    if (timer.at <= this.#now) queueMicrotask(() => this.#timers.delete(timer) && fire());
    return () => void this.#timers.delete(timer);
  }

  after(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(signal.reason);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const cancel = this.setTimer(new Date(this.#now + ms), () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
    const abort = (): void => {
      cancel();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });
    return promise;
  }

  #nextDue(until: number): Timer | undefined {
    let due: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= until && (due === undefined || timer.at < due.at)) due = timer;
    }
    return due;
  }
}
