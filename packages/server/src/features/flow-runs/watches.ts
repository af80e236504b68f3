import type { Clock } from '@carillon/process';

/** A look-out for changes of certain deployments or runs. Release it when done. */
export interface Watch extends Disposable {
  /**
   * Resolves at the next change, at once for one that came since the last call; or when the clock reads `until`, or when the
   * signal is aborted.
   */
  changed(until: Date | null, signal: AbortSignal): Promise<void>;
}

export interface Watches {
  watch(ids: readonly string[]): Watch;
  fire(ids: Iterable<string>): void;
  fireAll(): void;
  /** What is looked out for at the moment. */
  watched(): string[];
}

/** Who waits for what, in this process. Deployments and runs share one space of ids. */
export const createWatches = (clock: Clock): Watches => {
  const waiting = new Map<string, Set<() => void>>();

  const add = (id: string, ring: () => void): void => {
    const rings = waiting.get(id) ?? new Set();
    waiting.set(id, rings.add(ring));
  };
  const remove = (id: string, ring: () => void): void => {
    const rings = waiting.get(id);
    rings?.delete(ring);
    if (rings?.size === 0) waiting.delete(id);
  };

  return {
    watch(ids) {
      let rang = false;
      let wake: (() => void) | undefined;
      const ring = (): void => {
        rang = true;
        wake?.();
      };
      for (const id of ids) add(id, ring);
      return {
        async changed(until, signal) {
          if (!rang && !signal.aborted) {
            const { promise, resolve } = Promise.withResolvers<void>();
            const end = (): void => resolve();
            wake = end;
            signal.addEventListener('abort', end, { once: true });
            const cancel = until === null ? undefined : clock.setTimer(until, end);
            await promise;
            cancel?.();
            signal.removeEventListener('abort', end);
            wake = undefined;
          }
          rang = false;
        },
        [Symbol.dispose]() {
          for (const id of ids) remove(id, ring);
        },
      };
    },
    fire(ids) {
      for (const id of ids) for (const ring of waiting.get(id) ?? []) ring();
    },
    fireAll() {
      for (const rings of waiting.values()) for (const ring of rings) ring();
    },
    watched: () => [...waiting.keys()],
  };
};
