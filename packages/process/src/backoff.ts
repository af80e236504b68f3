export type BackoffOptions = {
  /** Longest wait before the first retry. */
  baseMs: number;
  /** Longest wait before any. */
  maxMs: number;
  /** In [0, 1). */
  random?: () => number;
};

/**
 * How long to wait before trying again: anything from nothing to a bound that doubles with every attempt (0, 1, 2 …),
 * so that those who failed together do not come back together.
 */
export const backoffMs = (attempt: number, { baseMs, maxMs, random = Math.random }: BackoffOptions): number =>
  Math.floor(random() * Math.min(maxMs, baseMs * 2 ** attempt));
