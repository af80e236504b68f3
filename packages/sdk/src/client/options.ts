import type { Duration } from '../duration.ts';

export type ClientOptions = {
  /** The server's address, such as `http://127.0.0.1:4200`. */
  url: string;
  /** Sent as a Bearer token. */
  apiKey?: string;
  /** Shown as who made or changed a thing. */
  name?: string;
  headers?: Readonly<Record<string, string>>;
  /** How long a call may take, its retries included. 60 s by default; subscriptions have no limit. */
  timeout?: Duration;
  /** Tries after the first one, for calls that are safe to repeat. 3 by default. */
  retries?: number;
  fetch?: typeof globalThis.fetch;
  /** Aborts every call of this client. */
  signal?: AbortSignal;
};

/** What one call may have of its own. */
export type CallOptions = {
  signal?: AbortSignal | undefined;
  timeout?: Duration | undefined;
  retries?: number | undefined;
};
