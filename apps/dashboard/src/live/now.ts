import { useSyncExternalStore } from 'react';

type Beat = { subscribe: (listener: () => void) => () => void; now: () => number };

const beats = new Map<number, Beat>();

const newBeat = (everyMs: number): Beat => {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer: number | undefined;
  const tick = (): void => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    now: () => now,
    subscribe: (listener) => {
      listeners.add(listener);
      if (timer === undefined) {
        timer = window.setInterval(tick, everyMs);
        now = Date.now();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        window.clearInterval(timer);
        timer = undefined;
      };
    },
  };
};

/** The present, which moves on every so often; all who ask with one beat share a timer. */
export const useNow = (everyMs = 1000): Date => {
  const beat = beats.get(everyMs) ?? newBeat(everyMs);
  beats.set(everyMs, beat);
  return new Date(useSyncExternalStore(beat.subscribe, beat.now));
};
