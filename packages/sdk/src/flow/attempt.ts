import { timerMs } from '../delay.ts';
import { orAborted } from '../or-aborted.ts';

export type AttemptOptions = {
  /** What is tried, as it stands in the message of its timeout: `task fetch rows`. */
  what: string;
  /** Null: as long as it takes. */
  timeoutSeconds: number | null;
  /** Ends it from outside. */
  signal: AbortSignal;
};

/** How an attempt ended. */
export type Attempted<Result> =
  | { ok: true; result: Result }
  | { ok: false; error: unknown; timedOut: boolean };

/** One attempt within its time: it ends at once when the signal aborts or the time is over, whatever `body` still does. */
export const attempt = async <Result>(
  { what, timeoutSeconds, signal: outer }: AttemptOptions,
  body: (signal: AbortSignal) => Promise<Result> | Result,
): Promise<Attempted<Result>> => {
  const own = new AbortController();
  const signal = timeoutSeconds === null ? outer : AbortSignal.any([outer, own.signal]);
  const overdue = (): void => own.abort(new Error(`${what} had not ended after ${timeoutSeconds} s`));
  const timer = timeoutSeconds === null ? undefined : setTimeout(overdue, timerMs(timeoutSeconds));
  try {
    return { ok: true, result: await orAborted(signal, async () => await body(signal)) };
  } catch (error) {
    return { ok: false, error, timedOut: own.signal.aborted };
  } finally {
    clearTimeout(timer);
  }
};
