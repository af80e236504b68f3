import type { JsonObject, RunPolicy } from '@carillon/core';
import { inScope, type Scope } from './ambient.ts';
import { attempt } from './attempt.ts';
import { contextWith, type FlowContext } from './context.ts';
import { originsOf, rememberOrigin } from './origins.ts';
import { pausesBy } from './pause.ts';
import type { RunReporter } from './run-reporter.ts';

/** A flow that another one calls. */
export type CalledFlow<Result> = {
  readonly name: string;
  readonly tags: readonly string[];
  readonly runPolicy: RunPolicy;
  readonly timeoutSeconds: number | null;
  /** As it was called. */
  readonly given: object;
  readonly parameters: JsonObject;
  readonly execute: (context: FlowContext) => Promise<Result>;
};

/**
 * Runs a flow inside another's process as a run of its own, linked to its parent, which waits for it. The server grants its
 * attempts. When it is cancelled, or its parent's run is aborted, it ends at once.
 */
export const runSubflow = async <Result>(
  { execute, timeoutSeconds, given, ...called }: CalledFlow<Result>,
  { context, taskRunId }: Scope,
  reporter: RunReporter,
): Promise<Result> => {
  const subflow = await reporter.subflow({ ...called, parentId: taskRunId, inputs: originsOf(given) });
  const { log, run } = subflow;
  const signal = AbortSignal.any([context.signal, subflow.signal]);
  const limits = { what: `flow ${called.name}`, timeoutSeconds, signal };
  for (let number = 1; ; number += 1) {
    await subflow.begin();
    const ended = await attempt(limits, (within) => {
      const pauses = pausesBy(subflow.reporter);
      const identity = { ...run, attempt: number, leaseToken: context.run.leaseToken };
      const own = contextWith(context, { ...pauses, log, signal: within, run: identity });
      const scope = { context: own, reporter: subflow.reporter, taskRunId: null };
      return inScope(scope, () => execute(own));
    });
    if (ended.ok) {
      await subflow.completed(ended.result);
      rememberOrigin(ended.result, subflow.taskRunId);
      return ended.result;
    }
    // Whoever aborted the run says how its sub-flows have ended.
    if (context.signal.aborted || !(await subflow.failed(ended))) throw ended.error;
    log.warn(`flow ${called.name} failed and is tried again`, {
      attempt: number,
      error: String(ended.error),
    });
  }
};
