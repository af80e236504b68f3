import { durationSeconds } from '../duration.ts';
import { refusal } from '../refuse.ts';
import type { ClientOptions } from './options.ts';

/** A client's options, checked and with their defaults. */
export type Connection = {
  /** As people name the server: no path of its own, no slash at the end. */
  readonly url: string;
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly retries: number;
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal | undefined;
};

/** Throws INPUT_INVALID for a url that is none, at the line that called `entry`. */
export const connectionOf = (options: ClientOptions, entry: (...args: never) => unknown): Connection => {
  if (!/^https?:\/\//.test(options.url) || !URL.canParse(options.url)) {
    const message = `"${options.url}" is not the address of a server: give one such as http://127.0.0.1:4200`;
    throw refusal([{ path: ['url'], message }], entry);
  }
  const url = options.url.replace(/\/+$/, '');
  const { timeout = '60s', retries = 3, signal } = options;
  return {
    url,
    endpoint: `${url}/trpc`,
    headers: headersOf(options, entry),
    timeoutSeconds: durationSeconds(timeout, entry),
    retries,
    fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
    signal,
  };
};

const headersOf = (
  { apiKey, name, headers }: ClientOptions,
  entry: (...args: never) => unknown,
): Readonly<Record<string, string>> => {
  const all = {
    ...headers,
    ...(name === undefined ? {} : { 'x-carillon-client': name }),
    ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
  };
  try {
    return Object.fromEntries(new Headers(all));
  } catch (error) {
    throw refusal([{ path: ['headers'], message: `cannot be sent: ${String(error)}` }], entry);
  }
};
