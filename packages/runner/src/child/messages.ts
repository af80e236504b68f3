import type { JsonObject } from '@carillon/core';

/** One line, or one call's lines, of a run's log. Python's levels; epoch milliseconds. */
export type LogLine = { level: number; message: string; timestamp: number };

/** Everything that a child needs to know of its run. */
export type RunOrder = {
  /** Absolute path of the module that holds the flow. */
  file: string;
  flowName: string;
  parameters: JsonObject;
  /** `scheduledTime` in epoch milliseconds; `attempt` counts from 1. */
  run: { id: string; name: string; scheduledTime: number | null; attempt: number };
  server: { url: string; apiKey: string | null };
};

/** Why a run that has begun is told to end. */
export type StopReason = 'timed-out' | 'cancelled' | 'draining';

export type ToChild =
  | { type: 'load'; order: RunOrder }
  | { type: 'begin' }
  | { type: 'stop'; reason: StopReason };

/** What a flow returned, as JSON text; or why it cannot be kept. */
export type ResultJson = { json: string; problem: null } | { json: null; problem: string };

export type FromChild =
  /** The flow is found and takes these parameters: it can begin. */
  | { type: 'loaded'; timeoutMs: number | null }
  | { type: 'log'; line: LogLine }
  | { type: 'result'; result: ResultJson }
  | { type: 'failure'; message: string }
  /** An error that nothing caught; the process is about to end. */
  | { type: 'uncaught'; message: string };
