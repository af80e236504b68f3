import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let reachable = true;

const tell = (next: boolean): void => {
  if (reachable === next) return;
  reachable = next;
  for (const listener of listeners) listener();
};

const away: readonly number[] = [502, 503, 504];

/** `fetch`, which notes whether the server answers. An aborted request says nothing of it. */
export const watchedFetch: typeof fetch = async (...request) => {
  try {
    const response = await fetch(...request);
    tell(!away.includes(response.status));
    return response;
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) tell(false);
    throw error;
  }
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Whether the last request was answered. */
export const useReachable = (): boolean => useSyncExternalStore(subscribe, () => reachable);
/** Calls back when the server answers again after it was away. */
export const onReachableAgain = (callback: () => void): (() => void) =>
  subscribe(() => {
    if (reachable) callback();
  });
