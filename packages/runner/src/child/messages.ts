import type { JsonObject, JsonValue, taskReport } from '@carillon/core';
import type { PauseCall, SubflowCall } from '@carillon/sdk';
import type { z } from 'zod';

/** Whose line it is: a sub-flow's, or else the run's own; and which of its task runs'. */
export type LineOf = { flowRunId?: string; taskRunId?: string };

/** One line, or one call's lines, of a run's log. Python's levels; epoch milliseconds. */
export type LogLine = LineOf & { level: number; message: string; timestamp: number };

/** Everything that a child needs to know of its run. */
export type RunOrder = {
  /** Absolute path of the module that holds the flow. */
  file: string;
  flowName: string;
  parameters: JsonObject;
  /** `scheduledTime` in epoch milliseconds; `attempt` counts from 1. */
  run: {
    id: string;
    name: string;
    scheduledTime: number | null;
    attempt: number;
    leaseToken: number | null;
  };
  server: { url: string; apiKey: string | null };
};

/** Why a run that has begun is told to end. */
export type StopReason = 'timed-out' | 'cancelled' | 'draining';

type TaskReportInput = z.input<typeof taskReport>;

/** A state that a task run has entered, or would enter; `at` in epoch milliseconds. */
export type TaskState = Omit<TaskReportInput['states'][number], 'agoMs'> & { at: number };

/** News of one task run: what it is, with the first of them; then states, in order. */
export type TaskNews = { id: string; run: TaskReportInput['run']; states: TaskState[] };

/** What the server had to say of a state, as far as whoever proposed it needs to know. */
export type Answered =
  | { kind: 'accepted' }
  | { kind: 'wait'; delayMs: number }
  /** `result`: it had been completed already, with this. */
  | { kind: 'completed'; result: JsonValue }
  /** It is paused with its run, and may ask again. */
  | { kind: 'not-ready' }
  | { kind: 'refused'; reason: string };

/** A sub-flow's run as its child needs it. */
export type SubflowRun = { id: string; name: string };

/** What a child asks its runner, and what it is answered. A question whose answer never comes ends with the process. */
export type Questions = {
  /** For a task run that needs a slot or may be cached. */
  'begin-task': { asks: { flowRunId: string; news: TaskNews }; answer: Answered };
  'open-subflow': { asks: { parentRunId: string; news: TaskNews; call: SubflowCall }; answer: SubflowRun };
  'begin-subflow': { asks: { id: string }; answer: Answered };
  'end-subflow': { asks: { id: string; end: SubflowEnd }; answer: SubflowEnded };
  pause: { asks: { flowRunId: string; call: PauseCall }; answer: JsonValue };
};
export type Question = keyof Questions;

export type SubflowEnd =
  | { kind: 'completed'; result: ResultJson }
  | { kind: 'cancelled' }
  | { kind: 'failed'; message: string; timedOut: boolean };

/** Whether another attempt is granted. */
export type SubflowEnded = { again: boolean };

export type Answer = Questions[Question]['answer'];
export type Asked = { [Kind in Question]: { kind: Kind; about: Questions[Kind]['asks'] } }[Question];

export type ToChild =
  /** A run of this file's flows is likely to be the child's own. */
  | { type: 'import'; file: string }
  | { type: 'load'; order: RunOrder }
  | { type: 'begin' }
  /** The runner is there; unless it says so again within this time, it is not, and nobody keeps the run's lease. */
  | { type: 'here'; forMs: number }
  | { type: 'stop'; reason: StopReason }
  /** Somebody cancels a sub-flow, its caller going on. */
  | { type: 'cancel-subflow'; id: string }
  | { type: 'answer'; number: number; answer: Answer }
  | { type: 'refusal'; number: number; reason: string };

/** What a flow returned, as JSON text; or why it cannot be kept. */
export type ResultJson = { json: string; problem: null } | { json: null; problem: string };

export type FromChild =
  /** The flow is found and takes these parameters: it can begin. */
  | { type: 'loaded'; timeoutMs: number | null }
  | { type: 'log'; line: LogLine }
  /** What became of task runs of the run, or of one of its sub-flows. */
  | { type: 'tasks'; flowRunId: string; news: TaskNews[] }
  | { type: 'ask'; number: number; asked: Asked }
  | { type: 'result'; result: ResultJson }
  | { type: 'failure'; message: string }
  /** An error that nothing caught; the process is about to end. */
  | { type: 'uncaught'; message: string };
