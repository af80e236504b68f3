import { delay, timerMs } from '../delay.ts';
import { type Duration, durationSeconds } from '../duration.ts';
import { orAborted } from '../or-aborted.ts';
import { currentContext } from './ambient.ts';
import type { TaskContext } from './context.ts';
import { consoleLog } from './local-context.ts';

export type TaskOptions<Input, Result> = {
  name: string;
  /** Attempts after the first one. None by default. */
  retries?: number;
  /** Between two attempts. */
  retryDelay?: Duration;
  /** How long one attempt may take; its `signal` aborts then, and the attempt has failed. No limit by default. */
  timeout?: Duration;
  run(input: Input, context: TaskContext): Result;
};

/** A step of a flow: a function of one input, or of none. */
export type Task<Input, Result> = {
  (...input: undefined extends Input ? [input?: Input] : [input: Input]): Promise<Result>;
  readonly name: string;
};

/**
 * Defines a step of a flow with retries and a timeout of its own, run in the flow's process. Like a flow's, its `run` takes one
 * input and a context. It fails with the error of its last attempt; when the flow run is aborted it fails at once, untried.
 */
export const task = <Result, Input = void>(
  options: TaskOptions<Input, Result>,
): Task<Input, Awaited<Result>> => {
  const { name, retries = 0 } = options;
  const retryMs = timerMs(durationSeconds(options.retryDelay ?? 0, task));
  const timeoutSeconds = options.timeout === undefined ? null : durationSeconds(options.timeout, task);

  const attemptOnce = async (input: Input, context: TaskContext): Promise<Awaited<Result>> => {
    const own = new AbortController();
    const signal = AbortSignal.any([context.signal, own.signal]);
    const overdue = () => own.abort(new Error(`task ${name} had not ended after ${timeoutSeconds} s`));
    const timer = timeoutSeconds === null ? undefined : setTimeout(overdue, timerMs(timeoutSeconds));
    try {
      return await orAborted(signal, async () => await options.run(input, { ...context, signal }));
    } finally {
      clearTimeout(timer);
    }
  };

  const call = async (input: Input): Promise<Awaited<Result>> => {
    const { log, signal } = currentContext() ?? withoutFlow();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await attemptOnce(input, { log, signal, attempt });
      } catch (error) {
        if (attempt > retries || signal.aborted) throw error;
        log.warn(`task ${name} failed and is tried again`, { attempt, retries, error: String(error) });
      }
      await delay(retryMs, signal);
    }
  };
  // `call` takes the input, and an Input that may be undefined may be left out.
  return Object.defineProperty(call, 'name', { value: name }) as Task<Input, Awaited<Result>>;
};

/** Outside of a flow, or where nobody keeps the current run. */
const withoutFlow = (): Pick<TaskContext, 'log' | 'signal'> => ({
  log: consoleLog,
  signal: new AbortController().signal,
});
