import type { JsonObject } from '@carillon/core';
import type { Client } from '../client/client.ts';

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
  /** As they were sent, before the flow's schema read them. */
  readonly parameters: JsonObject;
};

/** What a flow's `run` gets as its second argument. */
export type FlowContext = {
  readonly log: RunLog;
  /** Aborts when the run is cancelled, has timed out, or its runner is ending. */
  readonly signal: AbortSignal;
  readonly run: RunIdentity;
  /** A client of the server that this run came from. */
  readonly carillon: Client;
};

/** What a task's `run` gets as its last argument. */
export type TaskContext = {
  readonly log: RunLog;
  /** Aborts with the flow run around the task, and when the task's own time is over. */
  readonly signal: AbortSignal;
  /** 1 for the first attempt. */
  readonly attempt: number;
};
