/** The outcome of `body`, unless the signal aborts first: then its reason, at once, whatever `body` still does. */
export const orAborted = async <T>(signal: AbortSignal, body: () => Promise<T> | T): Promise<T> => {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, body()]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
};
