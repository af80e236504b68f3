import type { JsonObject } from '@carillon/core';
import type { z } from 'zod';
import type { Client } from '../client/client.ts';
import type { Duration } from '../duration.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Lines of a run's log; `fields` are shown as JSON behind the message. */
export type RunLog = Readonly<Record<LogLevel, (message: string, fields?: object) => void>>;

/** Which run this is. */
export type RunIdentity = {
  readonly id: string;
  readonly name: string;
  /** When it was to start; null when nobody scheduled it. */
  readonly scheduledTime: Date | null;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /**
   * Greater with every claim of any run: a system that remembers the greatest it has seen can refuse what a runner that was
   * frozen sends late. Null where no runner carries the run out.
   */
  readonly leaseToken: number | null;
  /** As they were sent, before the flow's schema read them. */
  readonly parameters: JsonObject;
};

export type PauseOptions = {
  /** How long the run waits to be resumed; then it has failed. An hour by default. */
  timeout?: Duration;
  /** A key pauses a run once; small letters, digits and hyphens. By default the pauses of a run are counted. */
  key?: string;
};

/** Resolves once the run is resumed; with an `input`, with what it was resumed with, which the server checks against it. */
export type Pause = {
  (options?: PauseOptions & { input?: undefined }): Promise<void>;
  <Input extends z.ZodObject>(options: PauseOptions & { input: Input }): Promise<z.output<Input>>;
};

/** What a flow's `run` gets as its second argument. */
export type FlowContext = {
  readonly log: RunLog;
  /** Aborts when the run is cancelled, has timed out, or its runner is ending. */
  readonly signal: AbortSignal;
  readonly run: RunIdentity;
  /** A client of the server that this run came from. */
  readonly carillon: Client;
  /** Waits in this process, which keeps its place in the runner. */
  readonly pause: Pause;
  /**
   * Ends this process. The run begins anew when it is resumed, in any runner, and passes this point and those before it; what it
   * has done before it does again, but for tasks with a cache. Needs a deployment; a sub-flow cannot be suspended.
   */
  readonly suspend: Pause;
};

/** What a task's `run` gets as its last argument. */
export type TaskContext = {
  readonly log: RunLog;
  /** Aborts with the flow run around the task, and when the task's own time is over. */
  readonly signal: AbortSignal;
  /** 1 for the first attempt. */
  readonly attempt: number;
};

/** A context like another but for some members. Its client is still made only when it is asked for. */
export const contextWith = (
  context: FlowContext,
  own: Partial<Omit<FlowContext, 'carillon'>>,
): FlowContext => ({
  log: context.log,
  signal: context.signal,
  run: context.run,
  pause: context.pause,
  suspend: context.suspend,
  get carillon() {
    return context.carillon;
  },
  ...own,
});
