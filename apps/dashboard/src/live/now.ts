import { useSyncExternalStore } from 'react';

const stores = new Map<number, { listeners: Set<() => void>; now: number; timer: number | undefined }>();

const storeOf = (everyMs: number) => {
  const found = stores.get(everyMs);
  if (found !== undefined) return found;
  const store = { listeners: new Set<() => void>(), now: Date.now(), timer: undefined };
  stores.set(everyMs, store);
  return store;
};

/** The present, which moves on every so often; all who ask with one beat share a timer. */
export const useNow = (everyMs = 1000): Date => {
  const store = storeOf(everyMs);
  const now = useSyncExternalStore(
    (listener) => {
      store.listeners.add(listener);
      if (store.listeners.size === 1) store.now = Date.now();
      store.timer ??= window.setInterval(() => {
        store.now = Date.now();
        for (const told of store.listeners) told();
      }, everyMs);
      return () => {
        store.listeners.delete(listener);
        if (store.listeners.size > 0) return;
        window.clearInterval(store.timer);
        store.timer = undefined;
      };
    },
    () => store.now,
  );
  return new Date(now);
};
