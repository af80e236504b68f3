/**
 * Calls `gone` when the runner has not said in time that it is there: it is frozen, its leases run out, and another runner is
 * about to begin the run anew. A flow that kept this process busy meanwhile has words of the runner waiting, which are heard first.
 */
export const runnerWatch = (gone: () => void): { isHere(forMs: number): void } => {
  let timer: NodeJS.Timeout | undefined;
  let said = 0;
  const isHere = (forMs: number): void => {
    said += 1;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const before = said;
      setImmediate(() => {
        if (said === before) gone();
      });
    }, forMs);
    timer.unref();
  };
  return { isHere };
};
