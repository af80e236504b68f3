import type { Clock } from '@carillon/process';

/** A look-out for changes of certain deployments, queues or runs. Release it when done. */
export interface Watch extends Disposable {
  /** Looks out for these too; tells whether any of them is new. What changed before went unheard. */
  add(ids: readonly string[]): boolean;
  /**
   * Resolves at the next change, at once for one that came since the last call; or when the clock reads `until`, or when the
   * signal is aborted.
   */
  changed(until: Date | null, signal: AbortSignal): Promise<void>;
}

export interface Watches {
  watch(ids: readonly string[]): Watch;
  /** Rings at every change, of whatever. */
  watchAll(): Watch;
  fire(ids: Iterable<string>): void;
  fireAll(): void;
  /** What is looked out for at the moment. */
  watched(): string[];
}

/** Who waits for what, in this process. All that can be watched shares one space of ids. */
export const createWatches = (clock: Clock): Watches => {
  const waiting = new Map<string, Set<() => void>>();
  /** Under a name that is no id. */
  const anything = '*';

  const add = (id: string, ring: () => void): void => {
    const rings = waiting.get(id) ?? new Set();
    waiting.set(id, rings.add(ring));
  };
  const remove = (id: string, ring: () => void): void => {
    const rings = waiting.get(id);
    rings?.delete(ring);
    if (rings?.size === 0) waiting.delete(id);
  };

  const watch = (first: readonly string[]): Watch => {
    const ids = new Set<string>();
    let rang = false;
    let wake: (() => void) | undefined;
    const ring = (): void => {
      rang = true;
      wake?.();
    };
    const addAll = (more: readonly string[]): boolean => {
      const fresh = more.filter((id) => !ids.has(id));
      for (const id of fresh) {
        ids.add(id);
        add(id, ring);
      }
      return fresh.length > 0;
    };
    addAll(first);
    return {
      add: addAll,
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
  };

  return {
    watch,
    watchAll: () => watch([anything]),
    fire(ids) {
      let some = false;
      for (const id of ids) {
        some = true;
        for (const ring of waiting.get(id) ?? []) ring();
      }
      if (some) for (const ring of waiting.get(anything) ?? []) ring();
    },
    fireAll() {
      for (const rings of waiting.values()) for (const ring of rings) ring();
    },
    watched: () => [...waiting.keys()].filter((id) => id !== anything),
  };
};
