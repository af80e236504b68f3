import type { JsonObject, JsonValue, RunPolicy } from '@carillon/core';
import type { RunIdentity, RunLog } from './context.ts';

/** One call of a task, as its task run shows it. */
export type TaskCall = {
  readonly name: string;
  readonly tags: readonly string[];
  readonly retries: number;
  readonly retryDelaySeconds: number;
  /** The task run that it was called in; null for one that the flow itself calls. */
  readonly parentId: string | null;
  /** The task runs whose results it was given, by the name of the input. */
  readonly inputs: Readonly<Record<string, readonly string[]>>;
  /** The tag whose limit every attempt needs a slot of. */
  readonly concurrency: string | null;
  readonly cache: {
    readonly key: string;
    readonly ttlSeconds: number | null;
    readonly refresh: boolean;
  } | null;
};

/** Why an attempt failed. */
export type Failure = { readonly error: unknown; readonly timedOut: boolean };

/** Told what becomes of one task run. Only `begin` may have to wait. */
export type TaskRunReport = {
  /** Null where nobody makes it visible. */
  readonly id: string | null;
  readonly log: RunLog;
  /** Another attempt is to begin. The server has a say where a slot or a cache is asked for; rejects when it says no. */
  begin(): Promise<{ readonly cached: JsonValue } | null>;
  retrying(failure: Failure, delaySeconds: number): void;
  failed(failure: Failure): void;
  /** The result is kept where the call names a cache. */
  completed(result: unknown): void;
};

/** A flow that another one calls: a run of its own, in the same process. */
export type SubflowReport = {
  /** The stand-in for it among the task runs of its parent. */
  readonly taskRunId: string;
  readonly run: Omit<RunIdentity, 'attempt' | 'leaseToken'>;
  readonly log: RunLog;
  /** Aborts when somebody cancels it, its caller going on. */
  readonly signal: AbortSignal;
  /** For the tasks that it calls itself. */
  readonly reporter: RunReporter;
  /** Resolves once the server lets the next attempt begin. */
  begin(): Promise<void>;
  completed(result: unknown): Promise<void>;
  /** Answers whether the server grants another attempt, for which `begin` waits. */
  failed(failure: Failure): Promise<boolean>;
};

export type SubflowCall = {
  readonly name: string;
  readonly parameters: JsonObject;
  readonly tags: readonly string[];
  readonly runPolicy: RunPolicy;
  readonly parentId: string | null;
  readonly inputs: TaskCall['inputs'];
};

export type PauseCall = {
  /** One key pauses a run once. */
  readonly key: string;
  /** Ends the process; the run begins anew when it is resumed. */
  readonly suspend: boolean;
  readonly timeoutSeconds: number;
  /** The JSON Schema of what whoever resumes it has to give. */
  readonly schema: JsonObject | null;
};

/** What a runner does for a flow run besides running it: it makes visible what the flow does, and lets it pause. */
export type RunReporter = {
  taskRun(call: TaskCall): TaskRunReport;
  subflow(call: SubflowCall): Promise<SubflowReport>;
  /** Resolves with the input that the run is resumed with. */
  pause(call: PauseCall): Promise<JsonValue>;
};
