import { delay } from '../delay.ts';
import { type Duration, durationSeconds } from '../duration.ts';
import { orAborted } from '../or-aborted.ts';
import { currentContext } from './ambient.ts';
import type { TaskContext } from './context.ts';
import { consoleLog } from './local-context.ts';

export type TaskOptions<Run> = {
  name: string;
  /** Attempts after the first one. None by default. */
  retries?: number;
  /** Between two attempts. */
  retryDelay?: Duration;
  /** How long one attempt may take; its `signal` aborts then, and the attempt has failed. No limit by default. */
  timeout?: Duration;
  run: Run;
};

/** A step of a flow: callers pass what `run` takes before its context. */
export type Task<Arguments extends readonly unknown[], Result> = {
  (...given: Arguments): Promise<Result>;
  readonly name: string;
};

/**
 * Defines a step of a flow with retries and a timeout of its own, run in the flow's process. The task context comes last in
 * `run` and is not passed by callers. It fails with the error of its last attempt; an aborted flow run ends it at once.
 */
// One overload for each number of arguments, since inference cannot split off the last of a list.
export function task<R>(options: TaskOptions<(context: TaskContext) => R>): Task<[], Awaited<R>>;
export function task<A, R>(options: TaskOptions<(a: A, context: TaskContext) => R>): Task<[A], Awaited<R>>;
export function task<A, B, R>(
  options: TaskOptions<(a: A, b: B, context: TaskContext) => R>,
): Task<[A, B], Awaited<R>>;
export function task<A, B, C, R>(
  options: TaskOptions<(a: A, b: B, c: C, context: TaskContext) => R>,
): Task<[A, B, C], Awaited<R>>;
export function task<A, B, C, D, R>(
  options: TaskOptions<(a: A, b: B, c: C, d: D, context: TaskContext) => R>,
): Task<[A, B, C, D], Awaited<R>>;
export function task(options: TaskOptions<(...all: never[]) => unknown>): Task<unknown[], unknown> {
  const { name, retries = 0 } = options;
  const retryMs = durationSeconds(options.retryDelay ?? 0) * 1000;
  const timeoutMs = options.timeout === undefined ? null : durationSeconds(options.timeout) * 1000;

  const attemptOnce = async (given: unknown[], attempt: number): Promise<unknown> => {
    const { log, signal: outer } = currentContext() ?? withoutFlow();
    const ended = new AbortController();
    const signal = AbortSignal.any([outer, ended.signal]);
    const timer =
      timeoutMs === null
        ? undefined
        : setTimeout(
            () => ended.abort(new Error(`task ${name} had not ended after ${timeoutMs / 1000} s`)),
            timeoutMs,
          );
    try {
      return await orAborted(signal, () =>
        // The overloads have typed the arguments; here they are only handed on.
        options.run(...([...given, { log, signal, attempt }] as never[])),
      );
    } finally {
      clearTimeout(timer);
    }
  };

  const call = async (...given: unknown[]): Promise<unknown> => {
    const { log, signal } = currentContext() ?? withoutFlow();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await attemptOnce(given, attempt);
      } catch (error) {
        if (attempt > retries || signal.aborted) throw error;
        log.warn(`task ${name} failed and is tried again`, { attempt, retries, error: String(error) });
      }
      await delay(retryMs, signal);
    }
  };
  return Object.defineProperty(call, 'name', { value: name });
}

const withoutFlow = (): Pick<TaskContext, 'log' | 'signal'> => ({
  log: consoleLog,
  signal: new AbortController().signal,
});
