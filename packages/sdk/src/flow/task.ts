import { delay, timerMs } from '../delay.ts';
import { type Duration, durationSeconds } from '../duration.ts';
import { type Json, toJsonValue } from '../json.ts';
import { currentScope, inScope, type Scope } from './ambient.ts';
import { type Attempted, attempt } from './attempt.ts';
import { contextWith, type FlowContext, type TaskContext } from './context.ts';
import { localContext } from './local-context.ts';
import { originsOf, rememberOrigin } from './origins.ts';
import type { TaskRunReport } from './run-reporter.ts';

/** Where the server keeps results, for all runs of all flows that ask by the same key. */
export type TaskCache<Input> = {
  /** What a result depends on: name the task in it, too, unless others may share it. */
  key(input: Input): string;
  /** How long a result serves. For ever by default. */
  ttl?: Duration;
  /** Runs in any case, and replaces what is kept. */
  refresh?: boolean;
};

export type TaskOptions<Input, Result> = {
  name: string;
  tags?: readonly string[];
  /** Attempts after the first one. None by default. */
  retries?: number;
  /** Between two attempts. */
  retryDelay?: Duration;
  /** How long one attempt may take; its `signal` aborts then, and the attempt has failed. No limit by default. */
  timeout?: Duration;
  /** A tag: every attempt waits for a slot of the server's limit on it (`tag:NAME`), where there is one. */
  concurrency?: string;
  /** Takes the result from the server where it is kept there. A result is JSON then, kept or not. */
  cache?: TaskCache<Input>;
  run(input: Input, context: TaskContext): Result;
};

type Called = { scope: Scope; report: TaskRunReport };

/** A step of a flow: a function of one input, or of none. */
export type Task<Input, Result> = {
  (...input: undefined extends Input ? [input?: Input] : [input: Input]): Promise<Result>;
  readonly name: string;
};

/**
 * Defines a step of a flow with retries and a timeout of its own, run in the flow's process. Like a flow's, its `run` takes one
 * input and a context. It fails with the error of its last attempt; when the flow run is aborted it fails at once, untried. In a
 * runner each call is a task run of the flow run; elsewhere nobody sees it, and neither slots nor caches are asked for.
 */
export function task<Result, Input = void>(
  options: TaskOptions<Input, Result> & { cache: TaskCache<NoInfer<Input>> },
): Task<Input, Json<Awaited<Result>>>;
export function task<Result, Input = void>(
  options: TaskOptions<Input, Result> & { cache?: undefined },
): Task<Input, Awaited<Result>>;
export function task<Result, Input = void>(options: TaskOptions<Input, Result>): Task<Input, unknown> {
  const { name, tags = [], retries = 0, concurrency = null, cache } = options;
  const retryDelaySeconds = durationSeconds(options.retryDelay ?? 0, task);
  const timeoutSeconds = options.timeout === undefined ? null : durationSeconds(options.timeout, task);
  const ttlSeconds = cache?.ttl === undefined ? null : durationSeconds(cache.ttl, task);

  const reportOf = (input: Input, { reporter, context, taskRunId }: Scope): TaskRunReport =>
    reporter?.taskRun({
      name,
      tags,
      retries,
      retryDelaySeconds,
      concurrency,
      parentId: taskRunId,
      inputs: originsOf(input),
      cache: cache ? { key: cache.key(input), ttlSeconds, refresh: cache.refresh ?? false } : null,
    }) ?? unseen(context);

  const attemptOnce = (
    input: Input,
    number: number,
    { scope, report }: Called,
  ): Promise<Attempted<unknown>> =>
    attempt({ what: `task ${name}`, timeoutSeconds, signal: scope.context.signal }, async (signal) => {
      const { log, id: taskRunId } = report;
      const inside = { taskRunId, context: contextWith(scope.context, { log, signal }) };
      const result = await inScope(inside, () => options.run(input, { log, signal, attempt: number }));
      return cache ? toJsonValue(`The result of task ${name}`, result) : result;
    });

  const call = async (input: Input): Promise<unknown> => {
    const scope = currentScope() ?? nowhere();
    const { signal } = scope.context;
    signal.throwIfAborted();
    const report = reportOf(input, scope);
    for (let number = 1; ; number += 1) {
      const kept = await report.begin();
      if (kept) return kept.cached;
      const ended = await attemptOnce(input, number, { scope, report });
      if (ended.ok) {
        report.completed(ended.result);
        if (report.id !== null) rememberOrigin(ended.result, report.id);
        return ended.result;
      }
      // Whoever aborted the run says how its tasks have ended.
      if (signal.aborted) throw ended.error;
      if (number > retries) {
        report.failed(ended);
        throw ended.error;
      }
      report.retrying(ended, retryDelaySeconds);
      const error = String(ended.error);
      report.log.warn(`task ${name} failed and is tried again`, { attempt: number, retries, error });
      await delay(timerMs(retryDelaySeconds), signal);
    }
  };
  // `call` takes the input, and an Input that may be undefined may be left out.
  return Object.defineProperty(call, 'name', { value: name }) as Task<Input, unknown>;
}

/** Outside of a flow, or where nobody keeps the scope. */
const nowhere = (): Scope => ({ context: localContext({}), reporter: null, taskRunId: null });

const unseen = ({ log }: FlowContext): TaskRunReport => ({
  id: null,
  log,
  begin: async () => null,
  retrying() {},
  failed() {},
  completed() {},
});
